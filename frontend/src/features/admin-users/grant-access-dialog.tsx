import { FormSelect, FormSelectOption } from '@patternfly/react-core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { adminModelsQuery } from '../../api/admin-models.ts';
import { isApiError } from '../../api/api-error.ts';
import { FormDialog } from '../../components/form-dialog.tsx';
import { FormField } from '../../components/form-field.tsx';
import { LinkButton } from '../../components/link-button.tsx';
import { Remote } from '../../components/remote.tsx';
import { useToast } from '../../components/toast.tsx';
import { paths } from '../../paths.ts';
import { type AdminUser, useGrantAccess } from './queries.ts';
import { useUserWords } from './use-user-words.ts';

/** Gives the personal account access to a model, restricted and hidden ones too. */
export function GrantAccessDialog({ user, onClose }: { user: AdminUser; onClose: () => void }) {
  const { t } = useTranslation('admin-users');
  const toast = useToast();
  const name = useUserWords().nameOf(user);
  const models = useQuery(adminModelsQuery);
  const grant = useGrantAccess(user.account.id);
  const [modelId, setModelId] = useState('');
  const isHeld = isApiError(grant.error) && grant.error.code === 'already_subscribed';
  const submit = () =>
    grant.mutate(modelId, {
      onSuccess: ({ modelDisplayName }) => {
        toast.success(
          t('grant.done', { name, model: modelDisplayName }),
          <LinkButton variant="link" isInline to={paths.adminSubscriptionsIn('active')}>
            {t('grant.show')}
          </LinkButton>,
        );
        onClose();
      },
    });
  return (
    <FormDialog
      id="grant-access"
      title={t('grant.title', { name })}
      description={t('grant.body')}
      submitLabel={t('grant.submit')}
      mutation={grant}
      errorTitle={isHeld ? t('grant.held') : undefined}
      isDisabled={modelId === ''}
      onSubmit={submit}
      onClose={onClose}
    >
      <Remote query={models}>
        {(found) => (
          <FormField id="grant-model" label={t('grant.model')} isRequired>
            {(field) => (
              <FormSelect {...field} value={modelId} onChange={(_, id) => setModelId(id)}>
                <FormSelectOption value="" label={t('grant.choose')} isPlaceholder />
                {found.map((model) => (
                  <FormSelectOption key={model.id} value={model.id} label={model.displayName} />
                ))}
              </FormSelect>
            )}
          </FormField>
        )}
      </Remote>
    </FormDialog>
  );
}
