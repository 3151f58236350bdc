import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router-dom';
import { isApiError } from '../../api/api-error.ts';
import { FormDialog } from '../../components/form-dialog.tsx';
import { useToast } from '../../components/toast.tsx';
import { paths } from '../../paths.ts';
import { findFaults, toNewProvider, toProviderDraft } from './provider-draft.ts';
import { ProviderFields, providerFields } from './provider-fields.tsx';
import { useCreateProvider } from './queries.ts';

/** Adds a connection, then opens its page, where it can be tested and its models found. */
export function CreateProviderDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('admin-providers');
  const navigate = useNavigate();
  const toast = useToast();
  const create = useCreateProvider();
  const [draft, setDraft] = useState(() => toProviderDraft(null));
  const [isChecked, setIsChecked] = useState(false);
  const isTaken = isApiError(create.error) && create.error.code === 'name_taken';
  const submit = () => {
    setIsChecked(true);
    if (Object.values(findFaults(draft)).some(Boolean)) return;
    create.mutate(toNewProvider(draft), {
      onSuccess: ({ id, name }) => {
        toast.success(t('added', { name }));
        void navigate(paths.adminProvider(id));
      },
    });
  };
  return (
    <FormDialog
      id="create-provider"
      variant="medium"
      title={t('add')}
      description={t('addBody')}
      submitLabel={t('add')}
      mutation={create}
      fields={providerFields}
      errorTitle={isTaken ? t('nameTaken') : undefined}
      onSubmit={submit}
      onClose={onClose}
    >
      <ProviderFields draft={draft} onChange={setDraft} isChecked={isChecked} error={create.error} />
    </FormDialog>
  );
}
