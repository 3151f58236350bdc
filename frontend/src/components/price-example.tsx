import { Content } from '@patternfly/react-core';
import { useTranslation } from 'react-i18next';
import { costOfCall } from './call-cost.ts';
import type { Prices } from './price-parts.ts';
import { useFormat } from './use-format.ts';

/** The call whose cost is told wherever prices are. */
export const exampleCall = { input: 1000n, output: 500n };

/** What an ordinary call costs at these prices, and a call that just reaches each tier: in one sentence each. */
export function PriceExample({ prices }: { prices: Prices }) {
  const { t } = useTranslation('common');
  const format = useFormat();
  if (prices.free) return <Content component="p">{t('cost.free')}</Content>;
  const calls = [
    exampleCall,
    ...prices.tiers.map((tier) => ({ ...exampleCall, input: BigInt(tier.aboveInputTokens) + 1n })),
  ];
  return calls.map((call) => {
    const { totalCredits } = costOfCall(prices, call);
    return (
      <Content component="p" key={String(call.input)}>
        {t('prices.example', {
          input: Number(call.input),
          output: Number(call.output),
          credits: format.exactCredits(totalCredits),
          money: format.money(totalCredits),
        })}
      </Content>
    );
  });
}
