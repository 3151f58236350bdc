import { DescriptionList, Label, Stack, StackItem, Title } from '@patternfly/react-core';
import { useTranslation } from 'react-i18next';
import { Fact } from './fact.tsx';
import {
  type PriceAmounts,
  partsWithPrice,
  pricePartKeys,
  type Prices,
  amountKeys,
  measureOf,
} from './price-parts.ts';
import { useFormat } from './use-format.ts';

/** Every part of a price list with its price to the last place, and its tiers. */
export function PriceDetails({ prices }: { prices: Prices }) {
  const { t } = useTranslation('common');
  const format = useFormat();
  if (prices.free)
    return (
      <Label isCompact color="green">
        {t('prices.isFree')}
      </Label>
    );
  const facts = (amounts: PriceAmounts) => (
    <DescriptionList isCompact isHorizontal horizontalTermWidthModifier={{ default: '12ch', sm: '18ch' }}>
      {partsWithPrice(amounts).map((part) => {
        const credits = amounts[`${part}Credits`];
        return (
          <Fact key={part} term={t(pricePartKeys[part])}>
            <bdi>{t(amountKeys[measureOf(part)], { credits: format.exactCredits(credits) })}</bdi>{' '}
            <small className="pf-v6-u-text-color-subtle pf-v6-u-text-nowrap">{format.money(credits)}</small>
          </Fact>
        );
      })}
    </DescriptionList>
  );
  return (
    <Stack hasGutter>
      <StackItem>{facts(prices)}</StackItem>
      {prices.tiers.map((tier) => (
        <StackItem key={tier.aboveInputTokens}>
          <Title headingLevel="h3" size="md" className="pf-v6-u-mb-sm">
            {t('prices.tierShown', { tokens: tier.aboveInputTokens })}
          </Title>
          {facts(tier)}
        </StackItem>
      ))}
    </Stack>
  );
}
