import { Card, CardBody, CardFooter, CardTitle } from '@patternfly/react-core';
import { useTranslation } from 'react-i18next';
import { useAdminAccess } from '../../api/session.ts';
import { LinkButton } from '../../components/link-button.tsx';
import { Notice } from '../../components/notice.tsx';
import { toPriceDraft } from '../../components/price-draft.ts';
import { PriceDetails } from '../../components/price-details.tsx';
import { paths } from '../../paths.ts';
import type { AdminModel } from './queries.ts';
import { WorkedExample } from './worked-example.tsx';

/** What calls cost, with an example to the micro-credit. */
export function PricesCard({ model: { id, prices, missingPrices } }: { model: AdminModel }) {
  const { t } = useTranslation('admin-models');
  const { canRead } = useAdminAccess();
  return (
    <Card>
      <CardTitle component="h2">{t('form.prices')}</CardTitle>
      <CardBody>
        {prices ? (
          <>
            <PriceDetails prices={prices} />
            {missingPrices.length > 0 && <Notice variant="warning" title={t('common:prices.incomplete')} />}
            <WorkedExample draft={toPriceDraft(prices)} />
          </>
        ) : (
          <Notice variant="warning" title={t('common:prices.unpriced')} />
        )}
      </CardBody>
      {canRead && (
        <CardFooter>
          <LinkButton variant="link" isInline to={paths.adminModelCorrect(id)}>
            {t('correctPrice')}
          </LinkButton>
        </CardFooter>
      )}
    </Card>
  );
}
