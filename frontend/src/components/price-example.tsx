import { Content } from '@patternfly/react-core';
import { useTranslation } from 'react-i18next';
import { type CallTokens, costOfCall, unitKeys } from './call-cost.ts';
import { exampleCall, exampleUnits } from './example-call.ts';
import type { Prices } from './price-parts.ts';
import { useFormat } from './use-format.ts';

/** What an ordinary call costs at these prices, and a call that just reaches each tier: in one sentence each. */
export function PriceExample({ prices }: { prices: Prices }) {
  const { t } = useTranslation('common');
  const format = useFormat();
  if (prices.free) return <Content component="p">{t('cost.free')}</Content>;
  const costsOf = (call: CallTokens) => {
    const { totalCredits } = costOfCall(prices, call);
    return { credits: format.exactCredits(totalCredits), money: format.money(totalCredits) };
  };
  const text = exampleCall(prices);
  const texts = text
    ? [text, ...prices.tiers.map((tier) => ({ ...text, input: BigInt(tier.aboveInputTokens) + 1n }))]
    : [];
  const sentences = [
    ...texts.map((call) =>
      t(call.output > 0n ? 'prices.example' : 'prices.exampleInput', {
        input: Number(call.input),
        output: Number(call.output),
        ...costsOf(call),
      }),
    ),
    ...exampleUnits(prices).map(({ unit, count }) =>
      t('prices.exampleUnits', {
        units: t(unitKeys[unit], { count: Number(count) }),
        ...costsOf({ input: 0n, output: 0n, [unit]: count }),
      }),
    ),
  ];
  return sentences.map((sentence) => (
    <Content component="p" key={sentence}>
      {sentence}
    </Content>
  ));
}
