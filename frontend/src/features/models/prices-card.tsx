import { Card, CardBody, CardTitle } from '@patternfly/react-core';
import { useTranslation } from 'react-i18next';
import { CostTable } from '../../components/cost-table.tsx';
import { exampleCall } from '../../components/example-call.ts';
import { Notice } from '../../components/notice.tsx';
import { PriceDetails } from '../../components/price-details.tsx';
import { PriceExample } from '../../components/price-example.tsx';
import type { Model } from './queries.ts';

/** What calls cost, with an example of texts to the micro-credit; or that there is no price yet. */
export function PricesCard({ prices }: { prices: Model['prices'] }) {
  const { t } = useTranslation('models');
  const example = prices && !prices.free ? exampleCall(prices) : null;
  return (
    <Card>
      <CardTitle component="h2">{t('model.prices')}</CardTitle>
      {prices ? (
        <CardBody>
          <PriceDetails prices={prices} />
          <div className="pf-v6-u-mt-lg">
            <PriceExample prices={prices} />
          </div>
          {example && <CostTable label={t('model.exampleTable')} prices={prices} tokens={example} />}
        </CardBody>
      ) : (
        <CardBody>
          <Notice variant="warning" title={t('model.unpricedTitle')}>
            {t('model.unpricedBody')}
          </Notice>
        </CardBody>
      )}
    </Card>
  );
}
