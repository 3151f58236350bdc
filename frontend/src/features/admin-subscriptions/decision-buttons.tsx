import { Button, Flex, FlexItem } from '@patternfly/react-core';
import { useTranslation } from 'react-i18next';
import { isApiError } from '../../api/api-error.ts';
import { SubmitButton } from '../../components/submit-button.tsx';
import { useToast } from '../../components/toast.tsx';
import { useErrorText } from '../../components/use-error-text.ts';
import { LinkButton } from '../../components/link-button.tsx';
import { paths } from '../../paths.ts';
import { type AdminSubscription, useApprove } from './queries.ts';

const isDecided = (error: unknown) => isApiError(error) && error.code === 'not_pending';

type Props = { subscription: AdminSubscription; onDeny: () => void };

/** Approve at once, or deny with a reason. */
export function DecisionButtons({ subscription, onDeny }: Props) {
  const { t } = useTranslation('admin-subscriptions');
  const toast = useToast();
  const errorText = useErrorText();
  const approve = useApprove();
  const values = { account: subscription.accountName, model: subscription.modelDisplayName };
  const announce = () =>
    toast.success(
      t('approved', values),
      <LinkButton variant="link" isInline to={paths.adminSubscriptionsIn('active')}>
        {t('showActive')}
      </LinkButton>,
    );
  // The row has no field or form of its own that could show it.
  const explain = (error: unknown) =>
    toast.danger(
      t('notApproved', { ...values, reason: isDecided(error) ? t('notPending') : errorText(error) }),
    );
  // As a promise: the row leaves the list before callbacks of `mutate` would be called.
  const submit = () => void approve.mutateAsync(subscription.id).then(announce, explain);
  return (
    <Flex gap={{ default: 'gapSm' }} flexWrap={{ default: 'nowrap' }}>
      <FlexItem>
        <SubmitButton
          size="sm"
          variant="secondary"
          isPending={approve.isPending}
          aria-label={t('approveNamed', values)}
          onClick={submit}
        >
          {t('approve')}
        </SubmitButton>
      </FlexItem>
      <FlexItem>
        <Button size="sm" variant="link" isDanger aria-label={t('denyNamed', values)} onClick={onDeny}>
          {t('deny')}
        </Button>
      </FlexItem>
    </Flex>
  );
}
