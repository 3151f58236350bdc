import { Label, List, ListItem } from '@patternfly/react-core';
import { Trans, useTranslation } from 'react-i18next';
import { Credits } from '../../components/credits.tsx';
import type { Model } from './queries.ts';

/** What a model charges, a line for each part of its price; "N/A" while it has no price. */
export function PriceLines({ prices }: { prices: Model['prices'] }) {
  const { t } = useTranslation('models');
  if (!prices) return t('common:notAvailable');
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
  ].filter(({ credits }) => credits !== null);
  return (
    <List isPlain>
      {parts.map(({ labelKey, credits }) => (
        <ListItem key={labelKey}>
          <Trans t={t} i18nKey={labelKey} components={{ credits: <Credits value={credits} /> }} />
        </ListItem>
      ))}
    </List>
  );
}
