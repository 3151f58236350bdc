import { Content } from '@patternfly/react-core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { FormDialog } from '../../components/form-dialog.tsx';
import { useToast } from '../../components/toast.tsx';
import { type AdminModel, useChangeModel } from './queries.ts';

/** Asks before a model is disabled, and says what stops working; or before it is enabled again. */
export function SwitchModelDialog({ model, onClose }: { model: AdminModel; onClose: () => void }) {
  const { t } = useTranslation('admin-models');
  const toast = useToast();
  const change = useChangeModel(model.id);
  // As it was when the dialog opened: it must not turn into its opposite while it closes.
  const [isEnabled] = useState(model.enabled);
  const name = model.displayName;
  const submit = () =>
    change.mutate(
      { enabled: !isEnabled },
      {
        onSuccess: () => {
          toast.success(isEnabled ? t('switch.disabled', { name }) : t('switch.enabled', { name }));
          onClose();
        },
      },
    );
  if (isEnabled) {
    return (
      <ConfirmDialog
        title={t('switch.disableTitle', { name })}
        confirmLabel={t('switch.disable')}
        mutation={change}
        onConfirm={submit}
        onClose={onClose}
      >
        {t('switch.disableBody')}
      </ConfirmDialog>
    );
  }
  return (
    <FormDialog
      id="enable-model"
      title={t('switch.enableTitle', { name })}
      submitLabel={t('switch.enable')}
      mutation={change}
      onSubmit={submit}
      onClose={onClose}
    >
      <Content component="p">{t('switch.enableBody')}</Content>
    </FormDialog>
  );
}
