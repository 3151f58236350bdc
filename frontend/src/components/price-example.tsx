import { Content } from '@patternfly/react-core';
import { useTranslation } from 'react-i18next';
import { type CallTokens, costOfCall, type Unit, unitKeys } from './call-cost.ts';
import type { PricePart, Prices } from './price-parts.ts';
import { useFormat } from './use-format.ts';

const ofTexts = { input: 1000n, output: 500n };

/** What is told of each price that is charged one by one: an image, a minute, a thousand characters. */
const ofUnits = [
  { part: 'perOutputImage', unit: 'outputImages', count: 1n },
  { part: 'perInputSecond', unit: 'inputSeconds', count: 60n },
  { part: 'charactersPerMillion', unit: 'characters', count: 1000n },
  { part: 'perOutputSecond', unit: 'outputSeconds', count: 60n },
] as const satisfies { part: PricePart; unit: Unit; count: bigint }[];

const pricedUnits = (prices: Prices) => ofUnits.filter(({ part }) => prices[`${part}Credits`] !== null);
const isForTexts = (prices: Prices) =>
  prices.inputPerMillionCredits !== null ||
  prices.outputPerMillionCredits !== null ||
  pricedUnits(prices).length === 0;

/** The call whose cost is told wherever prices are: of texts, or else of what the prices are for. */
export function exampleCall(prices: Prices): CallTokens {
  const [first] = pricedUnits(prices);
  return isForTexts(prices) || !first ? ofTexts : { input: 0n, output: 0n, [first.unit]: first.count };
}

/** What an ordinary call costs at these prices, and a call that just reaches each tier: in one sentence each. */
export function PriceExample({ prices }: { prices: Prices }) {
  const { t } = useTranslation('common');
  const format = useFormat();
  if (prices.free) return <Content component="p">{t('cost.free')}</Content>;
  const costsOf = (call: CallTokens) => {
    const { totalCredits } = costOfCall(prices, call);
    return { credits: format.exactCredits(totalCredits), money: format.money(totalCredits) };
  };
  const longTexts = prices.tiers.map((tier) => ({ ...ofTexts, input: BigInt(tier.aboveInputTokens) + 1n }));
  const texts = isForTexts(prices) ? [ofTexts, ...longTexts] : [];
  const sentences = [
    ...texts.map((call) =>
      t('prices.example', { input: Number(call.input), output: Number(call.output), ...costsOf(call) }),
    ),
    ...pricedUnits(prices).map(({ unit, count }) =>
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
