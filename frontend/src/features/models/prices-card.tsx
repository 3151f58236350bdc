import { Card, CardBody, CardTitle, Content } from '@patternfly/react-core';
import { Trans, useTranslation } from 'react-i18next';
import { costOfCall } from '../../components/call-cost.ts';
import { CostTable } from '../../components/cost-table.tsx';
import { Credits } from '../../components/credits.tsx';
import { Notice } from '../../components/notice.tsx';
import { PriceLines } from './price-lines.tsx';
import type { Model, Prices } from './queries.ts';

const exampleCall = { input: 1000n, cachedInput: 0n, output: 500n };

/** What the example call costs: the sum first, then how it comes about. */
function Example({ prices }: { prices: Prices }) {
  const { t } = useTranslation('models');
  const values = { input: Number(exampleCall.input), output: Number(exampleCall.output) };
  return (
    <>
      <Content component="p" className="pf-v6-u-mt-md">
        <Trans
          t={t}
          i18nKey="model.example"
          values={values}
          components={{ credits: <Credits value={costOfCall(prices, exampleCall).totalCredits} /> }}
        />
      </Content>
      <CostTable label={t('model.exampleTable', values)} prices={prices} tokens={exampleCall} />
    </>
  );
}

/** What calls cost, with an example to the micro-credit; or that there is no price yet. */
export function PricesCard({ prices }: { prices: Model['prices'] }) {
  const { t } = useTranslation('models');
  return (
    <Card>
      <CardTitle component="h2">{t('model.prices')}</CardTitle>
      <CardBody>
        {prices ? (
          <PriceLines prices={prices} />
        ) : (
          <Notice variant="warning" title={t('model.unpricedTitle')}>
            {t('model.unpricedBody')}
          </Notice>
        )}
        {prices?.free && <Content component="p">{t('model.exampleFree')}</Content>}
        {prices && !prices.free && <Example prices={prices} />}
      </CardBody>
    </Card>
  );
}
