import { Checkbox, TextInput } from '@patternfly/react-core';
import { useTranslation } from 'react-i18next';
import { FormField } from '../../components/form-field.tsx';
import type { ProviderDraft } from './provider-draft.ts';
import type { Provider } from './queries.ts';
import { useProviderWords } from './use-provider-words.ts';

type Props = {
  stored?: Provider;
  draft: ProviderDraft;
  set: (change: Partial<ProviderDraft>) => void;
  errors: Record<string, string | undefined>;
  isWrong: boolean;
};

/** Address and API key. The stored key is never shown: it is kept, replaced or removed. */
export function ConnectionFields({ stored, draft, set, errors, isWrong }: Props) {
  const { t } = useTranslation('admin-providers');
  const words = useProviderWords();
  return (
    <>
      <FormField
        id="provider-base-url"
        label={t('columns.baseUrl')}
        help={words.hint(draft.kind)}
        error={isWrong ? t('baseUrlInvalid') : errors.baseUrl}
        isRequired
      >
        {(field) => (
          <TextInput
            {...field}
            type="url"
            dir="ltr"
            autoComplete="off"
            value={draft.baseUrl}
            onChange={(_, baseUrl) => set({ baseUrl })}
          />
        )}
      </FormField>
      <FormField
        id="provider-api-key"
        label={t('apiKey')}
        help={stored?.hasApiKey ? t('apiKeyStored') : t('apiKeyHelp')}
        error={errors.apiKey}
      >
        {(field) => (
          <TextInput
            {...field}
            type="password"
            dir="ltr"
            autoComplete="new-password"
            isDisabled={draft.removesApiKey}
            value={draft.apiKey}
            onChange={(_, apiKey) => set({ apiKey })}
          />
        )}
      </FormField>
      {stored?.hasApiKey && (
        <Checkbox
          id="provider-remove-key"
          label={t('apiKeyRemove')}
          isChecked={draft.removesApiKey}
          onChange={(_, removesApiKey) => set({ removesApiKey, apiKey: '' })}
        />
      )}
    </>
  );
}
