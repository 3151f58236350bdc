import { TextInput } from '@patternfly/react-core';
import { useTranslation } from 'react-i18next';
import type { Budget } from '../../api/budgets.ts';
import { FormField } from '../../components/form-field.tsx';
import { useFormat } from '../../components/use-format.ts';
import { isAmount } from './budget-draft.ts';

type Props = {
  id: string;
  label: string;
  unit: Budget['unit'];
  value: string;
  onChange: (value: string) => void;
  /** Said while the amount is none yet. */
  help: string;
  error?: string;
};

/** An amount in the unit of a budget; says what the typed one comes to. */
export function AmountField({ id, label, unit, value, onChange, help, error }: Props) {
  const { t } = useTranslation('budgets');
  const format = useFormat();
  // Long numbers are easier to check with separators.
  const written = (typed: string) => {
    if (unit === 'credits')
      return t('form.creditsAre', { credits: format.credits(typed), money: format.money(typed) });
    return typed.length > 3 ? format.number(Number(typed)) : help;
  };
  return (
    <FormField
      id={id}
      label={label}
      help={isAmount(unit, value) ? written(value.trim()) : help}
      error={error}
      isRequired
    >
      {(field) => (
        <TextInput
          {...field}
          dir="ltr"
          inputMode={unit === 'credits' ? 'decimal' : 'numeric'}
          autoComplete="off"
          value={value}
          onChange={(_, typed) => onChange(typed)}
        />
      )}
    </FormField>
  );
}
