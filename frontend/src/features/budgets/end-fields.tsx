import { FormSelect, FormSelectOption, Radio, TextInput } from '@patternfly/react-core';
import { useTranslation } from 'react-i18next';
import { FormField } from '../../components/form-field.tsx';
import { endsOf } from './budget-draft.ts';
import type { BudgetFieldProps } from './budget-form.ts';
import { usePlace } from './place-context.ts';
import { useBudgetWords } from './use-budget-words.ts';
import { useOwners } from './use-owners.ts';

/** The model that calls go to at the limit; never the one that the budget is for. */
function FallbackField({ draft, set, errorOf }: BudgetFieldProps) {
  const { t } = useTranslation('budgets');
  const models = useOwners('model')?.filter(({ id }) => draft.scope !== 'model' || id !== draft.scopeId);
  return (
    <FormField
      id="budget-fallback"
      label={t('form.fallback')}
      help={t('form.fallbackHelp')}
      error={errorOf('fallbackModelId')}
      isRequired
    >
      {(field) => (
        <FormSelect
          {...field}
          value={draft.fallbackModelId}
          onChange={(_, fallbackModelId) => set({ fallbackModelId })}
        >
          <FormSelectOption value="" label={t('form.choose')} isPlaceholder isDisabled />
          {models?.map(({ id, name }) => (
            <FormSelectOption key={id} value={id} label={name} />
          ))}
        </FormSelect>
      )}
    </FormField>
  );
}

/** When it alerts, and what happens at the limit. */
export function EndFields(props: BudgetFieldProps) {
  const { t } = useTranslation('budgets');
  const words = useBudgetWords();
  const { isPlatform } = usePlace().place;
  const { draft, set, errorOf } = props;
  return (
    <>
      <FormField
        id="budget-thresholds"
        label={t('form.thresholds')}
        help={t('form.thresholdsHelp')}
        error={errorOf('thresholds')}
      >
        {(field) => (
          <TextInput
            {...field}
            dir="ltr"
            autoComplete="off"
            value={draft.thresholds}
            onChange={(_, thresholds) => set({ thresholds })}
          />
        )}
      </FormField>
      <FormField id="budget-end" label={t('form.end')} error={errorOf('onExceed')} role="radiogroup">
        {() =>
          endsOf(draft.scope, isPlatform).map((end) => (
            <Radio
              key={end}
              id={`budget-end-${end}`}
              name="budget-end"
              label={words.end(end)}
              description={words.aboutEnd(end)}
              isChecked={draft.onExceed === end}
              onChange={() => set({ onExceed: end })}
            />
          ))
        }
      </FormField>
      {draft.onExceed === 'fallback' && <FallbackField {...props} />}
    </>
  );
}
