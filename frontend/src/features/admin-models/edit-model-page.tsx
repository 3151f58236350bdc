import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router-dom';
import { PageSection } from '@patternfly/react-core';
import { useAdminAccess } from '../../api/session.ts';
import { useFreshQuery } from '../../api/use-fresh-query.ts';
import { Remote } from '../../components/remote.tsx';
import { EditModel } from './edit-model.tsx';
import { ModelHeader } from './model-header.tsx';
import { OnlyAdmins } from './only-admins.tsx';
import { modelQuery } from './queries.ts';

/** Changes a model of the catalogue. */
export default function EditModelPage() {
  const { t } = useTranslation('admin-models');
  const { modelId = '' } = useParams();
  const { canChange } = useAdminAccess();
  const model = useFreshQuery(modelQuery(modelId));
  if (!canChange) return <OnlyAdmins />;
  const name = model.data?.displayName ?? t('model');
  return (
    <>
      <ModelHeader title={t('editNamed', { name })} model={model.data} />
      <Remote query={model} loading={<PageSection aria-busy="true" />}>
        {(stored) => <EditModel stored={stored} />}
      </Remote>
    </>
  );
}
