import { FormSelect, FormSelectOption, Grid, GridItem, TextInput } from '@patternfly/react-core';
import { useTranslation } from 'react-i18next';
import { FormField } from '../../components/form-field.tsx';
import { useFormat } from '../../components/use-format.ts';
import type { KeyFieldProps } from './create-key-form.tsx';
import { type BudgetPeriod, budgetPeriods } from './key-form-values.ts';

const periodKeys = {
  minute: 'form.period.minute',
  day: 'form.period.day',
  week: 'form.period.week',
  month: 'form.period.month',
  total: 'form.period.total',
} as const;

/** The most that calls of the key may cost, and in which time. */
export function BudgetFields({ values, change, errorOf }: KeyFieldProps) {
  const { t } = useTranslation('api-keys');
  const format = useFormat();
  const error = errorOf('budget');
  const isTyped = /^\d+(\.\d{1,6})?$/.test(values.budget);
  return (
    <Grid hasGutter sm={6}>
      <GridItem>
        <FormField
          id="key-budget"
          label={t('form.budget')}
          help={
            isTyped ? t('form.budgetWorth', { money: format.money(values.budget) }) : t('form.budgetHelp')
          }
          error={error}
        >
          {(field) => (
            <TextInput
              {...field}
              dir="ltr"
              inputMode="decimal"
              autoComplete="off"
              value={values.budget}
              onChange={(_, text) => change({ budget: text.trim() })}
            />
          )}
        </FormField>
      </GridItem>
      <GridItem>
        <FormField id="key-budget-period" label={t('form.budgetPeriod')}>
          {(field) => (
            <FormSelect
              {...field}
              isDisabled={!values.budget}
              value={values.budgetPeriod}
              onChange={(_, period) => change({ budgetPeriod: period as BudgetPeriod })}
            >
              {budgetPeriods.map((period) => (
                <FormSelectOption key={period} value={period} label={t(periodKeys[period])} />
              ))}
            </FormSelect>
          )}
        </FormField>
      </GridItem>
    </Grid>
  );
}
