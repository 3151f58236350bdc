import { Button, ModalBody, ModalFooter } from '@patternfly/react-core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog, DialogHeader } from './dialog.tsx';
import { Notice } from './notice.tsx';
import { SubmitButton } from './submit-button.tsx';
import { useErrorText } from './use-error-text.ts';

type Props = {
  /** Names the thing: "Revoke key “Production”?" */
  title: string;
  /** Says what stops working. */
  children: ReactNode;
  confirmLabel: string;
  mutation: { isPending: boolean; error: unknown };
  /** The page's own sentence for an error that it knows. */
  errorTitle?: string;
  onConfirm: () => void;
  onClose: () => void;
};

/** Asks before destruction. Stays open with the error when the act fails, and while it is under way. */
export function ConfirmDialog({
  title,
  children,
  confirmLabel,
  mutation,
  errorTitle,
  onConfirm,
  onClose,
}: Props) {
  const { t } = useTranslation('common');
  const errorText = useErrorText();
  const close = () => {
    if (!mutation.isPending) onClose();
  };
  return (
    <Dialog variant="small" onClose={close} aria-labelledby="confirm-title" aria-describedby="confirm-body">
      <DialogHeader
        title={title}
        labelId="confirm-title"
        titleIconVariant="warning"
        titleScreenReaderText={t('notice.warning')}
      />
      <ModalBody id="confirm-body">
        {mutation.error ? (
          <Notice
            variant="danger"
            title={errorTitle ?? errorText(mutation.error)}
            className="pf-v6-u-mb-md"
          />
        ) : null}
        {children}
      </ModalBody>
      <ModalFooter>
        <SubmitButton variant="danger" isPending={mutation.isPending} onClick={onConfirm}>
          {confirmLabel}
        </SubmitButton>
        <Button variant="link" onClick={close}>
          {t('cancel')}
        </Button>
      </ModalFooter>
    </Dialog>
  );
}
