import { Content, List, ListItem } from '@patternfly/react-core';
import { useTranslation } from 'react-i18next';
import { isApiError } from '../../api/api-error.ts';
import { useIdempotencyKey } from '../../api/idempotency-key.ts';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { useToast } from '../../components/toast.tsx';
import { useFormat } from '../../components/use-format.ts';
import { type NewReRating, type Report, useApply } from './queries.ts';

const errorKeys: Record<string, string> = {
  re_rating_overlaps: 'apply.overlaps',
  network: 'apply.lost',
};

type Props = { report: Report; asked: NewReRating; onApplied: () => void; onClose: () => void };

/** Asks before credits of many accounts move, and says what will happen to them. */
export function ApplyDialog({ report, asked, onApplied, onClose }: Props) {
  const { t } = useTranslation('corrections');
  const format = useFormat();
  const toast = useToast();
  const apply = useApply();
  const intent = useIdempotencyKey();
  const code = isApiError(apply.error) ? apply.error.code : null;
  const confirm = () =>
    apply.mutate(
      { body: asked, idempotencyKey: intent.key },
      {
        onSuccess: ({ calls, differenceCredits }) => {
          toast.success(t('apply.done', { count: calls, credits: format.signedCredits(differenceCredits) }));
          onClose();
          onApplied();
        },
        onError: intent.renewAfter,
      },
    );
  return (
    <ConfirmDialog
      title={t('apply.title', { count: report.calls })}
      confirmLabel={t('apply.confirm')}
      mutation={apply}
      errorTitle={code && errorKeys[code] ? t(errorKeys[code]) : undefined}
      onConfirm={confirm}
      onClose={onClose}
    >
      <Content component="p">
        {t('apply.body', {
          count: report.accounts,
          credits: format.signedCredits(report.differenceCredits),
        })}
      </Content>
      <List>
        <ListItem>{t('apply.ledger')}</ListItem>
        <ListItem>{t('apply.limits')}</ListItem>
        <ListItem>{t('apply.negative')}</ListItem>
        <ListItem>{t('apply.once')}</ListItem>
      </List>
    </ConfirmDialog>
  );
}
