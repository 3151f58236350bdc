import {
  FormSelect,
  FormSelectOption,
  HelperTextItem,
  Radio,
  Switch,
  TextInput,
} from '@patternfly/react-core';
import { useTranslation } from 'react-i18next';
import { useSettings } from '../../api/settings.ts';
import { fieldErrors } from '../../components/form-error.tsx';
import { FormField } from '../../components/form-field.tsx';
import { AdvancedFields } from './advanced-fields.tsx';
import { ConnectionFields } from './connection-fields.tsx';
import { findFaults, type Kind, type ProviderDraft, withClass, withKind } from './provider-draft.ts';
import type { Provider } from './queries.ts';
import { LineFields } from './line-fields.tsx';
import { OllamaFields } from './ollama-fields.tsx';
import { useProviderWords } from './use-provider-words.ts';

export const providerFields = [
  'name',
  'baseUrl',
  'apiKey',
  'maxConcurrency',
  'maxQueue',
  'contextLength',
  'keepAliveSeconds',
  'overflowAfter',
  'dailyRequestCap',
  'organization',
  'project',
  'caCertificates',
  'proxyUrl',
  'connectTimeoutMs',
  'firstByteTimeoutMs',
  'idleTimeoutMs',
  'totalTimeoutMs',
];
const kinds: Kind[] = [
  'litellm',
  'ollama',
  'vllm',
  'lmstudio',
  'openai',
  'anthropic',
  'google',
  'cohere',
  'openai-compatible',
];

type Props = {
  /** What is stored, when it is an edit: its kind cannot change. */
  stored?: Provider;
  draft: ProviderDraft;
  onChange: (draft: ProviderDraft) => void;
  /** Once sending was tried, faults are shown. */
  isChecked: boolean;
  error: unknown;
};

/** The fields of a connection, with a hint for the address of each kind. */
export function ProviderFields({ stored, draft, onChange, isChecked, error }: Props) {
  const { t } = useTranslation('admin-providers');
  const words = useProviderWords();
  const isDemo = useSettings()?.demo;
  const faults = findFaults(draft);
  const errors = fieldErrors(error);
  const set = (change: Partial<ProviderDraft>) => onChange({ ...draft, ...change });
  const offered = stored ? [stored.kind] : isDemo ? [...kinds, 'simulated' as const] : kinds;
  return (
    <>
      <FormField id="provider-kind" label={t('columns.kind')} isRequired>
        {(field) => (
          <FormSelect
            {...field}
            isDisabled={!!stored}
            value={draft.kind}
            onChange={(_, kind) => onChange(withKind(draft, kind as Kind))}
          >
            {offered.map((kind) => (
              <FormSelectOption key={kind} value={kind} label={words.kind(kind)} />
            ))}
          </FormSelect>
        )}
      </FormField>
      <FormField
        id="provider-name"
        label={t('columns.name')}
        help={t('nameHelp')}
        error={isChecked && faults.name ? t('nameMissing') : errors.name}
        isRequired
      >
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
      {draft.kind === 'simulated' ? (
        <HelperTextItem>{words.hint('simulated')}</HelperTextItem>
      ) : (
        <ConnectionFields {...{ stored, draft, set, errors }} isWrong={isChecked && faults.baseUrl} />
      )}
      <FormField id="provider-class" label={t('columns.class')} help={t('class.help')} role="radiogroup">
        {() =>
          (['local', 'cloud'] as const).map((name) => (
            <Radio
              key={name}
              id={`provider-class-${name}`}
              name="provider-class"
              label={words.class(name)}
              isChecked={draft.class === name}
              onChange={() => onChange(withClass(draft, name))}
            />
          ))
        }
      </FormField>
      <LineFields draft={draft} faults={faults} errors={errors} onChange={set} />
      {draft.kind === 'ollama' && (
        <OllamaFields draft={draft} faults={faults} errors={errors} onChange={set} />
      )}
      <FormField
        id="provider-cap"
        label={t('dailyCap.label')}
        help={t('dailyCap.help')}
        error={faults.dailyRequestCap ? t('dailyCap.invalid') : errors.dailyRequestCap}
      >
        {(field) => (
          <TextInput
            {...field}
            dir="ltr"
            inputMode="numeric"
            value={draft.dailyRequestCap}
            onChange={(_, dailyRequestCap) => set({ dailyRequestCap })}
          />
        )}
      </FormField>
      {draft.kind !== 'simulated' && (
        <AdvancedFields
          draft={draft.advanced}
          hasProxyCredentials={stored?.hasProxyCredentials ?? false}
          onChange={(advanced) => set({ advanced })}
          isChecked={isChecked}
          errors={errors}
        />
      )}
      <Switch
        id="provider-enabled"
        label={t('enabledSwitch')}
        isChecked={draft.isEnabled}
        onChange={(_, isEnabled) => set({ isEnabled })}
      />
    </>
  );
}
