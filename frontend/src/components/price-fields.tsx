import { Content, ExpandableSection, Grid, GridItem, Switch } from '@patternfly/react-core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Notice } from './notice.tsx';
import { isIncomplete, type PriceDraft, toPrices } from './price-draft.ts';
import { PriceInputs } from './price-inputs.tsx';
import { mainParts, moreParts } from './price-parts.ts';
import { PriceTiers } from './price-tiers.tsx';

type Props = {
  /** Unique on the page: several price lists may be edited at once. */
  id: string;
  draft: PriceDraft;
  onChange: (draft: PriceDraft) => void;
  /** Server messages by field path, such as `prices.perRequestCredits`. */
  errors?: Record<string, string | undefined>;
};

const hasMore = (draft: PriceDraft) =>
  draft.tiers.length > 0 || moreParts.some((part) => draft[part].trim() !== '');

/** A price list: the main parts, the others and tiers behind a fold, and the free switch; says when the model would be unpriced. */
export function PriceFields({ id, draft, onChange, errors = {} }: Props) {
  const { t } = useTranslation('common');
  // Nothing that is charged is hidden to begin with.
  const [isOpen, setIsOpen] = useState(() => hasMore(draft));
  const inputs = (parts: typeof mainParts | typeof moreParts) => (
    <PriceInputs
      id={id}
      parts={parts}
      draft={draft}
      onChange={(change) => onChange({ ...draft, ...change })}
      errors={errors}
      path="prices"
    />
  );
  return (
    <Grid hasGutter>
      <GridItem span={12}>
        <Switch
          id={`${id}-free`}
          label={t('prices.free')}
          isChecked={draft.isFree}
          onChange={(_, isFree) => onChange({ ...draft, isFree })}
        />
      </GridItem>
      {!draft.isFree && (
        <>
          <GridItem span={12}>
            <Content component="small">{t('prices.unit')}</Content>
          </GridItem>
          {inputs(mainParts)}
          <GridItem span={12}>
            <ExpandableSection
              toggleText={t('prices.more')}
              isExpanded={isOpen}
              onToggle={(_, open) => setIsOpen(open)}
            >
              <Grid hasGutter>
                <GridItem span={12}>
                  <Content component="small">{t('prices.moreHelp')}</Content>
                </GridItem>
                {inputs(moreParts)}
                <GridItem span={12}>
                  <PriceTiers
                    id={id}
                    tiers={draft.tiers}
                    onChange={(tiers) => onChange({ ...draft, tiers })}
                    errors={errors}
                  />
                </GridItem>
              </Grid>
            </ExpandableSection>
          </GridItem>
        </>
      )}
      {isIncomplete(draft) && (
        <GridItem span={12}>
          <Notice isPlain variant="warning" title={t('prices.incomplete')} />
        </GridItem>
      )}
      {toPrices(draft) === null && (
        <GridItem span={12}>
          <Notice isPlain variant="warning" title={t('prices.unpriced')} />
        </GridItem>
      )}
    </Grid>
  );
}
