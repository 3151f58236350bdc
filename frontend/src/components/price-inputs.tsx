import { GridItem, TextInput } from '@patternfly/react-core';
import { useTranslation } from 'react-i18next';
import { FormField } from './form-field.tsx';
import { type AmountsDraft, isPrice } from './price-draft.ts';
import { type PricePart, pricePartKeys } from './price-parts.ts';

type Props = {
  id: string;
  parts: readonly PricePart[];
  draft: AmountsDraft;
  onChange: (change: Partial<AmountsDraft>) => void;
  /** Server messages by field path, and where in it these parts are. */
  errors: Record<string, string | undefined>;
  path: string;
};

/** A field for each part, as items of a grid. */
export function PriceInputs({ id, parts, draft, onChange, errors, path }: Props) {
  const { t } = useTranslation('common');
  return parts.map((part) => (
    <GridItem key={part} span={12} sm={6} xl={3}>
      <FormField
        id={`${id}-${part}`}
        label={t(pricePartKeys[part])}
        error={isPrice(draft[part]) ? errors[`${path}.${part}Credits`] : t('prices.invalid')}
      >
        {(field) => (
          <TextInput
            {...field}
            dir="ltr"
            inputMode="decimal"
            autoComplete="off"
            value={draft[part]}
            onChange={(_, typed) => onChange({ [part]: typed })}
          />
        )}
      </FormField>
    </GridItem>
  ));
}
