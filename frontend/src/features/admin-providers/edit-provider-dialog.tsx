import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isApiError } from '../../api/api-error.ts';
import { useFreshQuery } from '../../api/use-fresh-query.ts';
import { FormDialog } from '../../components/form-dialog.tsx';
import { Remote } from '../../components/remote.tsx';
import { useToast } from '../../components/toast.tsx';
import { findFaults, type ProviderDraft, toProviderChange, toProviderDraft } from './provider-draft.ts';
import { ProviderFields, providerFields } from './provider-fields.tsx';
import { type Provider, providerQuery, useChangeProvider } from './queries.ts';

/** What was stored when the first field was changed, and what is typed since. */
type Edit = { stored: Provider; draft: ProviderDraft };

/** Changes a connection; the stored API key stays unless it is replaced or removed, and so does what another admin changes meanwhile. */
export function EditProviderDialog({ provider, onClose }: { provider: Provider; onClose: () => void }) {
  const { t } = useTranslation('admin-providers');
  const toast = useToast();
  const change = useChangeProvider(provider.id);
  const fresh = useFreshQuery(providerQuery(provider.id));
  const [edit, setEdit] = useState<Edit | null>(null);
  const isTaken = isApiError(change.error) && change.error.code === 'name_taken';
  const submit = () => {
    if (!edit) return onClose();
    if (Object.values(findFaults(edit.draft)).some(Boolean)) return;
    change.mutate(toProviderChange(edit.stored, edit.draft), {
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
      isDisabled={!fresh.data}
      onSubmit={submit}
      onClose={onClose}
    >
      <Remote query={fresh}>
        {(found) => {
          const { stored, draft } = edit ?? { stored: found, draft: toProviderDraft(found) };
          return (
            <ProviderFields
              stored={stored}
              draft={draft}
              onChange={(next) => setEdit({ stored, draft: next })}
              isChecked
              error={change.error}
            />
          );
        }}
      </Remote>
    </FormDialog>
  );
}
