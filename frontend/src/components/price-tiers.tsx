import {
  Button,
  Content,
  Divider,
  Flex,
  Grid,
  GridItem,
  Stack,
  StackItem,
  TextInput,
  Title,
} from '@patternfly/react-core';
import { PlusCircleIcon, TrashIcon } from '@patternfly/react-icons';
import { useTranslation } from 'react-i18next';
import { FormField } from './form-field.tsx';
import { Notice } from './notice.tsx';
import { isEmpty, isThreshold, newTier, type TierDraft } from './price-draft.ts';
import { PriceInputs } from './price-inputs.tsx';
import { priceParts } from './price-parts.ts';

type Props = {
  id: string;
  tiers: TierDraft[];
  onChange: (tiers: TierDraft[]) => void;
  errors: Record<string, string | undefined>;
};

const mostTiers = 10;

/** Prices of calls with long inputs: from a number of tokens on, other amounts. */
export function PriceTiers({ id, tiers, onChange, errors }: Props) {
  const { t } = useTranslation('common');
  const change = (changed: TierDraft, what: Partial<TierDraft>) =>
    onChange(tiers.map((tier) => (tier === changed ? { ...tier, ...what } : tier)));
  const remove = (removed: TierDraft) => onChange(tiers.filter((tier) => tier !== removed));
  const threshold = (tier: TierDraft, error: string | undefined) => (
    <Grid>
      <GridItem span={12} sm={6} xl={3}>
        <FormField
          id={`${id}-${tier.key}-above`}
          label={t('prices.tierAbove')}
          error={isThreshold(tiers, tier) ? error : t('prices.tierAboveInvalid')}
          isRequired
        >
          {(field) => (
            <TextInput
              {...field}
              dir="ltr"
              inputMode="numeric"
              autoComplete="off"
              value={tier.aboveInputTokens}
              onChange={(_, aboveInputTokens) => change(tier, { aboveInputTokens })}
            />
          )}
        </FormField>
      </GridItem>
    </Grid>
  );
  return (
    <Stack hasGutter>
      <StackItem>
        <Title headingLevel="h3" size="md">
          {t('prices.tiers')}
        </Title>
        <Content component="small">{t('prices.tiersHelp')}</Content>
      </StackItem>
      {tiers.map((tier, index) => (
        <StackItem key={tier.key}>
          <Stack hasGutter role="group" aria-labelledby={`${id}-${tier.key}-title`}>
            {index > 0 && <Divider />}
            <Flex
              justifyContent={{ default: 'justifyContentSpaceBetween' }}
              alignItems={{ default: 'alignItemsCenter' }}
            >
              <Title headingLevel="h4" size="md" id={`${id}-${tier.key}-title`}>
                {t('prices.tierNamed', { position: index + 1 })}
              </Title>
              <Button
                variant="plain"
                icon={<TrashIcon />}
                aria-label={t('prices.tierRemove', { position: index + 1 })}
                onClick={() => remove(tier)}
              />
            </Flex>
            {threshold(tier, errors[`prices.tiers.${index}.aboveInputTokens`])}
            <Grid hasGutter>
              <PriceInputs
                id={`${id}-${tier.key}`}
                parts={priceParts}
                draft={tier}
                onChange={(what) => change(tier, what)}
                errors={errors}
                path={`prices.tiers.${index}`}
              />
            </Grid>
            {isEmpty(tier) && <Notice isPlain variant="warning" title={t('prices.tierEmpty')} />}
          </Stack>
        </StackItem>
      ))}
      <StackItem>
        <Button
          variant="link"
          icon={<PlusCircleIcon />}
          onClick={() => onChange([...tiers, newTier(tiers)])}
          isDisabled={tiers.length >= mostTiers}
        >
          {t('prices.tierAdd')}
        </Button>
      </StackItem>
    </Stack>
  );
}
