import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isApiError } from '../../api/api-error.ts';
import { FormDialog } from '../../components/form-dialog.tsx';
import { useToast } from '../../components/toast.tsx';
import { findFaults, toProviderChange, toProviderDraft } from './provider-draft.ts';
import { ProviderFields, providerFields } from './provider-fields.tsx';
import { type Provider, useChangeProvider } from './queries.ts';

/** Changes a connection; the stored API key stays unless it is replaced or removed. */
export function EditProviderDialog({ provider, onClose }: { provider: Provider; onClose: () => void }) {
  const { t } = useTranslation('admin-providers');
  const toast = useToast();
  const change = useChangeProvider(provider.id);
  const [draft, setDraft] = useState(() => toProviderDraft(provider));
  const isTaken = isApiError(change.error) && change.error.code === 'name_taken';
  const submit = () => {
    if (Object.values(findFaults(draft)).some(Boolean)) return;
    change.mutate(toProviderChange(draft), {
      onSuccess: ({ name }) => {
        toast.success(t('changed', { name }));
        onClose();
      },
    });
  };
  return (
    <FormDialog
      id="edit-provider"
      variant="medium"
      title={t('editNamed', { name: provider.name })}
      submitLabel={t('save')}
      mutation={change}
      fields={providerFields}
      errorTitle={isTaken ? t('nameTaken') : undefined}
      onSubmit={submit}
      onClose={onClose}
    >
      <ProviderFields stored={provider} draft={draft} onChange={setDraft} isChecked error={change.error} />
    </FormDialog>
  );
}
