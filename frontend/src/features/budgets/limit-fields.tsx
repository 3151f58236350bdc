import { FormSelect, FormSelectOption, Grid, GridItem } from '@patternfly/react-core';
import { useTranslation } from 'react-i18next';
import type { Budget } from '../../api/budgets.ts';
import { FormField } from '../../components/form-field.tsx';
import { AmountField } from './amount-field.tsx';
import type { BudgetFieldProps } from './budget-form.ts';
import { units, useBudgetWords } from './use-budget-words.ts';

/** What is counted, and how far it may go. */
export function LimitFields({ draft, set, errorOf }: BudgetFieldProps) {
  const { t } = useTranslation('budgets');
  const words = useBudgetWords();
  return (
    <Grid hasGutter sm={6}>
      <GridItem>
        <FormField id="budget-unit" label={t('form.unit')} help={t('form.unitHelp')} error={errorOf('unit')}>
          {(field) => (
            <FormSelect
              {...field}
              value={draft.unit}
              onChange={(_, unit) => set({ unit: unit as Budget['unit'] })}
            >
              {units.map((unit) => (
                <FormSelectOption key={unit} value={unit} label={words.unit(unit)} />
              ))}
            </FormSelect>
          )}
        </FormField>
      </GridItem>
      <GridItem>
        <AmountField
          id="budget-limit"
          label={t('form.limit')}
          unit={draft.unit}
          value={draft.limit}
          onChange={(limit) => set({ limit })}
          help={t('form.limitHelp')}
          error={errorOf('limit')}
        />
      </GridItem>
    </Grid>
  );
}
