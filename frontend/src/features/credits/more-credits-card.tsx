import { Card, CardBody, CardTitle, Content } from '@patternfly/react-core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { accountsQuery } from '../../api/account.ts';
import { CopyField } from '../../components/copy-field.tsx';
import { toMicro } from '../../components/decimal.ts';
import { Notice } from '../../components/notice.tsx';

type Props = { accountId: string; availableCredits: string | undefined };

/** Whom to ask for credits, and what to tell them; and that there are none left. */
export function MoreCreditsCard({ accountId, availableCredits }: Props) {
  const { t } = useTranslation('credits');
  const account = useQuery(accountsQuery).data?.find(({ id }) => id === accountId);
  const isEmpty = availableCredits !== undefined && toMicro(availableCredits) <= 0n;
  return (
    <Card>
      <CardTitle component="h2">{t('more.title')}</CardTitle>
      <CardBody>
        {isEmpty && <Notice variant="warning" title={t('more.empty')} className="pf-v6-u-mb-md" />}
        <Content component="p">{t('more.body')}</Content>
        <CopyField label={t('more.account')} value={account?.name ?? accountId} />
      </CardBody>
    </Card>
  );
}
