import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router-dom';
import { isApiError } from '../../api/api-error.ts';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { useToast } from '../../components/toast.tsx';
import { paths } from '../../paths.ts';
import { type AdminModel, useDeleteModel } from './queries.ts';

/** Asks before a model is deleted; one that is in use can only be disabled. */
export function DeleteModelDialog({ model, onClose }: { model: AdminModel; onClose: () => void }) {
  const { t } = useTranslation('admin-models');
  const navigate = useNavigate();
  const toast = useToast();
  const remove = useDeleteModel(model.id);
  const isUsed = isApiError(remove.error) && remove.error.code === 'model_in_use';
  const name = model.displayName;
  const confirm = () =>
    remove.mutate(undefined, {
      onSuccess: () => {
        toast.success(t('delete.done', { name }));
        void navigate(paths.adminModels, { replace: true });
      },
    });
  return (
    <ConfirmDialog
      title={t('delete.title', { name })}
      confirmLabel={t('delete.action')}
      mutation={remove}
      errorTitle={isUsed ? t('delete.inUse') : undefined}
      onConfirm={confirm}
      onClose={onClose}
    >
      {t('delete.body')}
    </ConfirmDialog>
  );
}
