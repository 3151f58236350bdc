import { Label } from '@patternfly/react-core';
import { Trans, useTranslation } from 'react-i18next';
import { hasMorePrices } from '../../components/price-parts.ts';
import { useFormat } from '../../components/use-format.ts';
import type { Model } from './queries.ts';

/** A price to its last place, which a million tokens would show. */
function ExactCredits({ value }: { value: string | null }) {
  const format = useFormat();
  return (
    <span className="pf-v6-u-text-nowrap">
      <bdi>{format.exactCredits(value)}</bdi>{' '}
      <small className="pf-v6-u-text-color-subtle">{format.money(value)}</small>
    </span>
  );
}

/** What a model charges, a line for each main part of its price; or that there is no price yet. */
export function PriceLines({ prices }: { prices: Model['prices'] }) {
  const { t } = useTranslation('models');
  if (!prices) {
    return (
      <Label isCompact variant="outline" status="warning">
        {t('price.none')}
      </Label>
    );
  }
  if (prices.free) {
    return (
      <Label isCompact color="green">
        {t('price.free')}
      </Label>
    );
  }
  const parts = [
    { labelKey: 'price.perRequest', credits: prices.perRequestCredits },
    { labelKey: 'price.perInput', credits: prices.inputPerMillionCredits },
    { labelKey: 'price.perCachedInput', credits: prices.cachedInputPerMillionCredits },
    { labelKey: 'price.perOutput', credits: prices.outputPerMillionCredits },
    { labelKey: 'price.perOutputImage', credits: prices.perOutputImageCredits },
    { labelKey: 'price.perInputSecond', credits: prices.perInputSecondCredits },
    { labelKey: 'price.perOutputSecond', credits: prices.perOutputSecondCredits },
    { labelKey: 'price.perCharacters', credits: prices.charactersPerMillionCredits },
  ].filter(({ credits }) => credits !== null);
  return (
    <>
      {parts.map(({ labelKey, credits }) => (
        <div key={labelKey}>
          <Trans t={t} i18nKey={labelKey} components={{ credits: <ExactCredits value={credits} /> }} />
        </div>
      ))}
      {hasMorePrices(prices) && (
        <div className="pf-v6-u-text-color-subtle">{t('common:prices.moreShort')}</div>
      )}
    </>
  );
}
