import { Card, CardBody, CardTitle } from '@patternfly/react-core';
import { useTranslation } from 'react-i18next';
import { Notice } from '../../components/notice.tsx';
import { toPriceDraft } from '../../components/price-draft.ts';
import { PriceDetails } from '../../components/price-details.tsx';
import type { AdminModel } from './queries.ts';
import { WorkedExample } from './worked-example.tsx';

/** What calls cost, with an example to the micro-credit. */
export function PricesCard({ model: { prices, missingPrices } }: { model: AdminModel }) {
  const { t } = useTranslation('admin-models');
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
    </Card>
  );
}
