import { Label } from '@patternfly/react-core';
import { useTranslation } from 'react-i18next';
import { hasMorePrices, type Prices } from './price-parts.ts';
import { useFormat } from './use-format.ts';

const partKeys = {
  inputPerMillionCredits: 'prices.inShort',
  outputPerMillionCredits: 'prices.outShort',
  perRequestCredits: 'prices.requestShort',
  perOutputImageCredits: 'prices.imageShort',
  perInputSecondCredits: 'prices.soundShort',
  perOutputSecondCredits: 'prices.speechShort',
  charactersPerMillionCredits: 'prices.charactersShort',
} as const;
const parts = Object.keys(partKeys) as (keyof typeof partKeys)[];

/** A price list in a cell: in and out per million, per request and per unit, or free, or clearly unpriced. */
export function PricesText({ prices }: { prices: Prices | null }) {
  const { t } = useTranslation('common');
  const format = useFormat();
  if (!prices)
    return (
      <Label isCompact variant="outline" status="warning">
        {t('prices.none')}
      </Label>
    );
  if (prices.free)
    return (
      <Label isCompact variant="outline" status="success">
        {t('prices.isFree')}
      </Label>
    );
  return (
    <>
      {parts
        .filter((part) => prices[part] !== null)
        .map((part) => (
          <div key={part}>{t(partKeys[part], { credits: format.exactCredits(prices[part]) })}</div>
        ))}
      {hasMorePrices(prices) && <div className="pf-v6-u-text-color-subtle">{t('prices.moreShort')}</div>}
    </>
  );
}
