import { Button, Form, ModalBody, ModalFooter, type ModalProps } from '@patternfly/react-core';
import type { ReactNode, SyntheticEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog, DialogHeader } from './dialog.tsx';
import { FormError } from './form-error.tsx';
import { SubmitButton } from './submit-button.tsx';

type Props = {
  /** Unique on the page; ties the button to the form. */
  id: string;
  title: string;
  description?: ReactNode;
  submitLabel: string;
  mutation: { isPending: boolean; error: unknown };
  /** Fields that show the server's message themselves. */
  fields?: string[];
  /** The page's own sentence for an error that it knows. */
  errorTitle?: string;
  isDisabled?: boolean;
  /** The act takes something away. */
  isDanger?: boolean;
  variant?: ModalProps['variant'];
  onSubmit: () => void;
  onClose: () => void;
  children: ReactNode;
};

/** A short form in a dialog. Stays open with what was typed when the act fails, and while it is under way. */
export function FormDialog({
  id,
  title,
  description,
  submitLabel,
  mutation,
  fields,
  errorTitle,
  isDisabled,
  isDanger,
  variant = 'small',
  onSubmit,
  onClose,
  children,
}: Props) {
  const { t } = useTranslation('common');
  const titleId = `${id}-title`;
  const close = () => {
    if (!mutation.isPending) onClose();
  };
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    if (!mutation.isPending && !isDisabled) onSubmit();
  };
  return (
    <Dialog variant={variant} onClose={close} aria-labelledby={titleId}>
      <DialogHeader
        title={title}
        labelId={titleId}
        description={description}
        titleIconVariant={isDanger ? 'warning' : undefined}
        titleScreenReaderText={isDanger ? t('notice.warning') : undefined}
      />
      <ModalBody>
        <Form id={id} onSubmit={submit} noValidate>
          <FormError error={mutation.error} fields={fields} title={mutation.error ? errorTitle : undefined} />
          {children}
        </Form>
      </ModalBody>
      <ModalFooter>
        <SubmitButton
          type="submit"
          form={id}
          variant={isDanger ? 'danger' : 'primary'}
          isPending={mutation.isPending}
          isDisabled={isDisabled}
        >
          {submitLabel}
        </SubmitButton>
        <Button variant="link" onClick={close}>
          {t('cancel')}
        </Button>
      </ModalFooter>
    </Dialog>
  );
}
