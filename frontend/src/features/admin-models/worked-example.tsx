import { useTranslation } from 'react-i18next';
import { CostTable } from '../../components/cost-table.tsx';
import { exampleCall } from '../../components/example-call.ts';
import { isPriceDraftValid, type PriceDraft, toPrices } from '../../components/price-draft.ts';
import { PriceExample } from '../../components/price-example.tsx';

/** What calls cost at these prices, and how that comes about for an ordinary one. */
export function WorkedExample({ draft }: { draft: PriceDraft }) {
  const { t } = useTranslation('admin-models');
  const prices = isPriceDraftValid(draft) ? toPrices(draft) : null;
  if (!prices || prices.free) return null;
  const example = exampleCall(prices);
  return (
    <div className="pf-v6-u-mt-lg">
      <PriceExample prices={prices} />
      {example && <CostTable label={t('example.label')} prices={prices} tokens={example} />}
    </div>
  );
}
