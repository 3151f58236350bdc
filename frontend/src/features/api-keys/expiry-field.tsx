import { FormSelect, FormSelectOption, TextInput } from '@patternfly/react-core';
import { useTranslation } from 'react-i18next';
import { FormField } from '../../components/form-field.tsx';
import { useFormat } from '../../components/use-format.ts';
import { dayOf } from '../../components/zoned-day.ts';
import type { KeyFieldProps } from './create-key-form.tsx';
import { expiries, type Expiry, expiryOf } from './key-form-values.ts';

const labelKeys = {
  never: 'form.expiry.never',
  '7': 'form.expiry.week',
  '30': 'form.expiry.month',
  '90': 'form.expiry.quarter',
  '365': 'form.expiry.year',
  date: 'form.expiry.date',
} as const;

/** When the key stops by itself; says the exact time that the choice comes to. */
export function ExpiryField({ values, change, errorOf, openedMs }: KeyFieldProps) {
  const { t } = useTranslation('api-keys');
  const format = useFormat();
  const ends = expiryOf(values, format.timeZone, openedMs);
  const help = ends
    ? t('form.expiryHelp', { time: format.dateTime(ends), timeZone: format.timeZone })
    : t('form.expiryNeverHelp');
  return (
    <FormField id="key-expiry" label={t('form.expiryLabel')} help={help} error={errorOf('expiresAt')}>
      {(field) => (
        <>
          <FormSelect
            {...field}
            value={values.expiry}
            onChange={(_, expiry) => change({ expiry: expiry as Expiry })}
          >
            {expiries.map((expiry) => (
              <FormSelectOption key={expiry} value={expiry} label={t(labelKeys[expiry])} />
            ))}
          </FormSelect>
          {values.expiry === 'date' && (
            <div className="pf-v6-u-mt-sm">
              <TextInput
                type="date"
                aria-label={t('form.expiryDay')}
                aria-describedby={field['aria-describedby']}
                validated={field.validated}
                min={dayOf(openedMs, format.timeZone)}
                value={values.expiryDate}
                onChange={(_, expiryDate) => change({ expiryDate })}
              />
            </div>
          )}
        </>
      )}
    </FormField>
  );
}
