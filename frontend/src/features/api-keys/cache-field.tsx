import { FormSelect, FormSelectOption } from '@patternfly/react-core';
import { useTranslation } from 'react-i18next';
import { FormField } from '../../components/form-field.tsx';
import { useFormat } from '../../components/use-format.ts';
import type { KeyFieldProps } from './create-key-form.tsx';
import { type CacheTime, cacheTimes } from './key-form-values.ts';

/** For how long calls that are exactly the same get the same answer again. */
export function CacheField({ values, change, errorOf }: KeyFieldProps) {
  const { t } = useTranslation('api-keys');
  const format = useFormat();
  return (
    <FormField
      id="key-cache"
      label={t('form.cache')}
      help={t('form.cacheHelp')}
      error={errorOf('cacheSeconds')}
    >
      {(field) => (
        <FormSelect
          {...field}
          value={values.cache}
          onChange={(_, cache) => change({ cache: cache as CacheTime })}
        >
          {cacheTimes.map((time) => (
            <FormSelectOption
              key={time}
              value={time}
              label={time === 'no' ? t('form.cacheNo') : format.period(Number(time))}
            />
          ))}
        </FormSelect>
      )}
    </FormField>
  );
}
