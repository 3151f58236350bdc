import { Content } from '@patternfly/react-core';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isApiError } from '../api/api-error.ts';
import { FormDialog } from './form-dialog.tsx';
import { fieldErrors } from './form-error.tsx';
import { TextAreaField } from './text-area-field.tsx';

type Props = {
  /** Names the thing: "Stop “Production” now?" */
  title: string;
  /** Says what stops, and asks for what else there is to choose. */
  children: ReactNode;
  mutation: { isPending: boolean; error: unknown };
  isDisabled?: boolean;
  onStop: (reason: string) => void;
  onClose: () => void;
};

const shortestReason = 3;

/** Asks before a kill switch is thrown, and why it is. */
export function StopDialog({ title, children, mutation, isDisabled, onStop, onClose }: Props) {
  const { t } = useTranslation('common');
  const [reason, setReason] = useState('');
  const [isChecked, setIsChecked] = useState(false);
  const isMissing = reason.trim().length < shortestReason;
  const isStopped = isApiError(mutation.error) && mutation.error.code === 'already_stopped';
  const submit = () => {
    setIsChecked(true);
    if (!isMissing) onStop(reason.trim());
  };
  return (
    <FormDialog
      id="stop"
      title={title}
      submitLabel={t('stop.action')}
      isDanger
      mutation={mutation}
      fields={['reason']}
      errorTitle={isStopped ? t('stop.already') : undefined}
      isDisabled={isDisabled}
      onSubmit={submit}
      onClose={onClose}
    >
      {children}
      <TextAreaField
        id="stop-reason"
        label={t('stop.reason')}
        help={t('stop.reasonHelp')}
        error={isChecked && isMissing ? t('stop.reasonMissing') : fieldErrors(mutation.error).reason}
        isRequired
        maxLength={500}
        value={reason}
        onChange={setReason}
      />
      <Content component="p">{t('stop.running')}</Content>
    </FormDialog>
  );
}
