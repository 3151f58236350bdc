import { useTranslation } from 'react-i18next';
import type { ResponseOf } from '../../api/types.ts';
import { LinkButton } from '../../components/link-button.tsx';
import { useToast } from '../../components/toast.tsx';
import { paths } from '../../paths.ts';

type Saved = ResponseOf<'patch', '/api/v1/admin/models/{modelId}'>;

/** Says that a model was saved, and how many subscriptions wait for approval because of it. */
export function useSavedToast() {
  const { t } = useTranslation('admin-models');
  const toast = useToast();
  return ({ displayName, subscriptionsSentBack }: Saved) => {
    if (subscriptionsSentBack === 0) return toast.success(t('saved', { name: displayName }));
    toast.success(
      t('savedSentBack', { name: displayName, count: subscriptionsSentBack }),
      <LinkButton variant="link" isInline to={paths.adminSubscriptions}>
        {t('showApprovals')}
      </LinkButton>,
    );
  };
}
