import { FormSelect, FormSelectOption, TextInput } from '@patternfly/react-core';
import { useTranslation } from 'react-i18next';
import { FormField } from '../../components/form-field.tsx';
import { useFormat } from '../../components/use-format.ts';
import type { GrantDraft } from './grant-draft.ts';
import { GrantModelsField } from './grant-models-field.tsx';

const kindKeys = { promotional: 'grants.gift', purchase: 'grants.paid', plan: 'grants.ofPlan' } as const;
const kinds = Object.keys(kindKeys) as GrantDraft['kind'][];

type Props = {
  draft: GrantDraft;
  errors: Partial<Record<keyof GrantDraft, string>>;
  today: string;
  onChange: (draft: GrantDraft) => void;
};

/** All that makes a grant. */
export function GrantFields({ draft, errors, today, onChange }: Props) {
  const { t } = useTranslation('admin-users');
  const format = useFormat();
  const change = (part: Partial<GrantDraft>) => onChange({ ...draft, ...part });
  return (
    <>
      <FormField
        id="grant-amount"
        label={t('grants.amount')}
        help={t('grants.amountHelp')}
        error={errors.amount}
        isRequired
      >
        {(field) => (
          <TextInput
            {...field}
            dir="ltr"
            inputMode="decimal"
            autoComplete="off"
            value={draft.amount}
            onChange={(_, amount) => change({ amount })}
          />
        )}
      </FormField>
      <FormField id="grant-kind" label={t('grants.kind')} help={t('grants.kindHelp')}>
        {(field) => (
          <FormSelect
            {...field}
            value={draft.kind}
            onChange={(_, kind) => change({ kind: kind as GrantDraft['kind'] })}
          >
            {kinds.map((kind) => (
              <FormSelectOption key={kind} value={kind} label={t(kindKeys[kind])} />
            ))}
          </FormSelect>
        )}
      </FormField>
      <FormField
        id="grant-description"
        label={t('grants.description')}
        help={t('grants.descriptionHelp')}
        error={errors.description}
        isRequired
      >
        {(field) => (
          <TextInput
            {...field}
            maxLength={500}
            value={draft.description}
            onChange={(_, description) => change({ description })}
          />
        )}
      </FormField>
      <FormField
        id="grant-last-day"
        label={t('grants.lastDay')}
        help={t('grants.lastDayHelp', { timeZone: format.timeZone })}
        error={errors.lastDay}
      >
        {(field) => (
          <TextInput
            {...field}
            type="date"
            min={today}
            value={draft.lastDay}
            onChange={(_, lastDay) => change({ lastDay })}
          />
        )}
      </FormField>
      <GrantModelsField
        modelIds={draft.modelIds}
        error={errors.modelIds}
        onChange={(modelIds) => change({ modelIds })}
      />
      <FormField
        id="grant-priority"
        label={t('grants.priority')}
        help={t('grants.priorityHelp')}
        error={errors.priority}
      >
        {(field) => (
          <TextInput
            {...field}
            dir="ltr"
            inputMode="numeric"
            value={draft.priority}
            onChange={(_, priority) => change({ priority })}
          />
        )}
      </FormField>
    </>
  );
}
