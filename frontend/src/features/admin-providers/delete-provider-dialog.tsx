import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router-dom';
import { isApiError } from '../../api/api-error.ts';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { useToast } from '../../components/toast.tsx';
import { paths } from '../../paths.ts';
import { type Provider, useDeleteProvider } from './queries.ts';

/** Asks before a connection is deleted; one that models are routed to cannot be. */
export function DeleteProviderDialog({ provider, onClose }: { provider: Provider; onClose: () => void }) {
  const { t } = useTranslation('admin-providers');
  const navigate = useNavigate();
  const toast = useToast();
  const remove = useDeleteProvider(provider.id);
  const isUsed = isApiError(remove.error) && remove.error.code === 'provider_in_use';
  const confirm = () =>
    remove.mutate(undefined, {
      onSuccess: () => {
        toast.success(t('delete.done', { name: provider.name }));
        void navigate(paths.adminProviders, { replace: true });
      },
    });
  return (
    <ConfirmDialog
      title={t('delete.title', { name: provider.name })}
      confirmLabel={t('delete.action')}
      mutation={remove}
      errorTitle={isUsed ? t('delete.inUse', { count: provider.modelCount }) : undefined}
      onConfirm={confirm}
      onClose={onClose}
    >
      {t('delete.body')}
    </ConfirmDialog>
  );
}
