import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router-dom';
import { PageSection } from '@patternfly/react-core';
import { useAdminAccess } from '../../api/session.ts';
import { Remote } from '../../components/remote.tsx';
import { ModelForm } from './model-form.tsx';
import { ModelHeader } from './model-header.tsx';
import { OnlyAdmins } from './only-admins.tsx';
import { modelQuery, useChangeModel } from './queries.ts';
import { useSavedToast } from './use-saved-toast.tsx';
import { paths } from '../../paths.ts';

/** Changes a model of the catalogue. */
export default function EditModelPage() {
  const { t } = useTranslation('admin-models');
  const { modelId = '' } = useParams();
  const { canChange } = useAdminAccess();
  const navigate = useNavigate();
  const announce = useSavedToast();
  const model = useQuery(modelQuery(modelId));
  const change = useChangeModel(modelId);
  if (!canChange) return <OnlyAdmins />;
  const name = model.data?.displayName ?? t('model');
  return (
    <>
      <ModelHeader title={t('editNamed', { name })} model={model.data} />
      <Remote query={model} loading={<PageSection aria-busy="true" />}>
        {(stored) => (
          <ModelForm
            stored={stored}
            mutation={change}
            submitLabel={t('save')}
            cancelTo={paths.adminModel(stored.id)}
            onSubmit={(body) =>
              change.mutate(body, {
                onSuccess: (saved) => {
                  announce(saved);
                  void navigate(paths.adminModel(saved.id));
                },
              })
            }
          />
        )}
      </Remote>
    </>
  );
}
