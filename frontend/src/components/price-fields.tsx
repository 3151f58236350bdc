import { Alert, Content, Grid, GridItem, Switch, TextInput } from '@patternfly/react-core';
import { useTranslation } from 'react-i18next';
import { FormField } from './form-field.tsx';
import { isPrice, type PriceDraft, priceParts, toPrices } from './price-draft.ts';

const partKeys = {
  inputPerMillion: 'prices.inputPerMillion',
  cachedInputPerMillion: 'prices.cachedInputPerMillion',
  outputPerMillion: 'prices.outputPerMillion',
  perRequest: 'prices.perRequest',
} as const;

type Props = {
  /** Unique on the page: several price lists may be edited at once. */
  id: string;
  draft: PriceDraft;
  onChange: (draft: PriceDraft) => void;
  /** Server messages by field path, such as `prices.perRequestCredits`. */
  errors?: Record<string, string | undefined>;
};

/** The four parts of a price list and the free switch; says when the model would be unpriced. */
export function PriceFields({ id, draft, onChange, errors = {} }: Props) {
  const { t } = useTranslation('common');
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
        <GridItem span={12}>
          <Content component="small">{t('prices.unit')}</Content>
        </GridItem>
      )}
      {!draft.isFree &&
        priceParts.map((part) => (
          <GridItem key={part} span={12} sm={6} xl={3}>
            <FormField
              id={`${id}-${part}`}
              label={t(partKeys[part])}
              error={isPrice(draft[part]) ? errors[`prices.${part}Credits`] : t('prices.invalid')}
            >
              {(field) => (
                <TextInput
                  {...field}
                  dir="ltr"
                  inputMode="decimal"
                  autoComplete="off"
                  value={draft[part]}
                  onChange={(_, typed) => onChange({ ...draft, [part]: typed })}
                />
              )}
            </FormField>
          </GridItem>
        ))}
      {toPrices(draft) === null && (
        <GridItem span={12}>
          <Alert isInline isPlain component="p" variant="warning" title={t('prices.unpriced')} />
        </GridItem>
      )}
    </Grid>
  );
}
