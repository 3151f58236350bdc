import { FormSelect, FormSelectOption, TextInput } from '@patternfly/react-core';
import { useTranslation } from 'react-i18next';
import { FormField } from '../../components/form-field.tsx';
import { endsOf, isWhole } from './budget-draft.ts';
import type { BudgetFieldProps } from './budget-form.ts';
import type { Scope } from './place.ts';
import { usePlace } from './place-context.ts';
import { useBudgetWords } from './use-budget-words.ts';
import { useOwners, useScopes } from './use-owners.ts';

/** Whose calls count: the scope, and which one of it. */
export function OwnerFields({ draft, set, errorOf }: BudgetFieldProps) {
  const { t } = useTranslation('budgets');
  const words = useBudgetWords();
  const { place } = usePlace();
  const scopes = useScopes();
  const owners = useOwners(draft.scope);
  const choose = (scope: Scope) => {
    const stays = endsOf(scope, place.isPlatform).includes(draft.onExceed);
    set({ scope, scopeId: '', ...(!stays && { onExceed: 'block' }) });
  };
  return (
    <>
      <FormField
        id="budget-scope"
        label={t('form.scope')}
        help={t('form.scopeHelp')}
        error={errorOf('scope')}
      >
        {(field) => (
          <FormSelect {...field} value={draft.scope} onChange={(_, scope) => choose(scope as Scope)}>
            {scopes.map((scope) => (
              <FormSelectOption key={scope} value={scope} label={words.scope(scope)} />
            ))}
          </FormSelect>
        )}
      </FormField>
      {!isWhole(draft.scope) && (
        <FormField
          id="budget-owner"
          label={t('form.owner')}
          help={owners?.length === 0 ? t('form.ownerNone') : undefined}
          error={errorOf('scopeId')}
          isRequired
        >
          {(field) => (
            <FormSelect
              {...field}
              value={draft.scopeId}
              onChange={(_, scopeId) => set({ scopeId, fallbackModelId: '' })}
            >
              <FormSelectOption value="" label={t('form.choose')} isPlaceholder isDisabled />
              {owners?.map(({ id, name }) => (
                <FormSelectOption key={id} value={id} label={name} />
              ))}
            </FormSelect>
          )}
        </FormField>
      )}
    </>
  );
}

/** What the budget is called in lists and alerts. */
export function NameField({ draft, set, errorOf }: BudgetFieldProps) {
  const { t } = useTranslation('budgets');
  return (
    <FormField id="budget-name" label={t('form.name')} help={t('form.nameHelp')} error={errorOf('name')}>
      {(field) => (
        <TextInput
          {...field}
          maxLength={100}
          autoComplete="off"
          value={draft.name}
          onChange={(_, name) => set({ name })}
        />
      )}
    </FormField>
  );
}
