import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router-dom';
import { useAdminAccess } from '../../api/session.ts';
import { useToast } from '../../components/toast.tsx';
import { paths } from '../../paths.ts';
import { ModelForm } from './model-form.tsx';
import { ModelHeader } from './model-header.tsx';
import { OnlyAdmins } from './only-admins.tsx';
import { useCreateModel } from './queries.ts';

/** Adds a model by hand; importing from a provider fills most of this in. */
export default function NewModelPage() {
  const { t } = useTranslation('admin-models');
  const { canChange } = useAdminAccess();
  const navigate = useNavigate();
  const toast = useToast();
  const create = useCreateModel();
  if (!canChange) return <OnlyAdmins />;
  return (
    <>
      <ModelHeader title={t('add')} description={t('addBody')} />
      <ModelForm
        stored={null}
        mutation={create}
        submitLabel={t('add')}
        cancelTo={paths.adminModels}
        onSubmit={(body) =>
          create.mutate(body, {
            onSuccess: ({ id, displayName }) => {
              toast.success(t('added', { name: displayName }));
              void navigate(paths.adminModel(id));
            },
          })
        }
      />
    </>
  );
}
