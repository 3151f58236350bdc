import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isApiError } from '../../api/api-error.ts';
import { FormDialog } from '../../components/form-dialog.tsx';
import { fieldErrors } from '../../components/form-error.tsx';
import { LinkButton } from '../../components/link-button.tsx';
import { TextAreaField } from '../../components/text-area-field.tsx';
import { useToast } from '../../components/toast.tsx';
import { paths } from '../../paths.ts';
import { type AdminSubscription, useDeny } from './queries.ts';

type Props = { subscription: AdminSubscription; onClose: () => void };

/** Asks for the reason that the account will see, then denies. */
export function DenyDialog({ subscription, onClose }: Props) {
  const { t } = useTranslation('admin-subscriptions');
  const toast = useToast();
  const deny = useDeny();
  const [comment, setComment] = useState('');
  const [isChecked, setIsChecked] = useState(false);
  const values = { account: subscription.accountName, model: subscription.modelDisplayName };
  const isMissing = comment.trim() === '';
  const isDecided = isApiError(deny.error) && deny.error.code === 'not_pending';
  const submit = () => {
    setIsChecked(true);
    if (isMissing) return;
    deny.mutate(
      { subscriptionId: subscription.id, comment: comment.trim() },
      {
        onSuccess: () => {
          toast.success(
            t('denied', values),
            <LinkButton variant="link" isInline to={paths.adminSubscriptionsIn('denied')}>
              {t('showDenied')}
            </LinkButton>,
          );
          onClose();
        },
      },
    );
  };
  return (
    <FormDialog
      id="deny-subscription"
      title={t('denyTitle', values)}
      description={t('denyBody')}
      submitLabel={t('deny')}
      mutation={deny}
      fields={['comment']}
      errorTitle={isDecided ? t('notPending') : undefined}
      onSubmit={submit}
      onClose={onClose}
    >
      <TextAreaField
        id="deny-comment"
        label={t('reason')}
        help={t('reasonHelp')}
        error={isChecked && isMissing ? t('reasonMissing') : fieldErrors(deny.error).comment}
        isRequired
        maxLength={1000}
        value={comment}
        onChange={setComment}
      />
    </FormDialog>
  );
}
