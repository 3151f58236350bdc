import { Content } from '@patternfly/react-core';
import { useTranslation } from 'react-i18next';
import { CostTable } from '../../components/cost-table.tsx';
import { isPriceDraftValid, type PriceDraft, toPrices } from '../../components/price-draft.ts';

const example = { input: 1000n, cachedInput: 200n, output: 500n };

/** What a call of 1,000 tokens in (200 of them cached) and 500 out costs at these prices. */
export function WorkedExample({ draft }: { draft: PriceDraft }) {
  const { t } = useTranslation('admin-models');
  const prices = isPriceDraftValid(draft) ? toPrices(draft) : null;
  if (!prices || prices.free) return null;
  const numbers = {
    input: Number(example.input),
    cached: Number(example.cachedInput),
    output: Number(example.output),
  };
  return (
    <>
      <Content component="p" className="pf-v6-u-mt-lg">
        {t('example.title', numbers)}
      </Content>
      <CostTable label={t('example.label')} prices={prices} tokens={example} />
    </>
  );
}
