import { Radio } from '@patternfly/react-core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { adminModelsQuery } from '../../api/admin-models.ts';
import { FormField } from '../../components/form-field.tsx';
import { ModelsSelect } from '../../components/models-select.tsx';
import { Remote } from '../../components/remote.tsx';

type Props = {
  /** Null: any model. */
  modelIds: string[] | null;
  error: string | undefined;
  onChange: (modelIds: string[] | null) => void;
};

/** Any model, or a choice among all there are. */
export function GrantModelsField({ modelIds, error, onChange }: Props) {
  const { t } = useTranslation('admin-users');
  const models = useQuery(adminModelsQuery);
  return (
    <FormField
      id="grant-models"
      label={t('grants.models')}
      help={t('grants.modelsHelp')}
      error={error}
      role="radiogroup"
    >
      {(field) => (
        <>
          <Radio
            id="grant-models-any"
            name="grant-models"
            label={t('common:grants.anyModel')}
            isChecked={modelIds === null}
            onChange={() => onChange(null)}
          />
          <Radio
            id="grant-models-some"
            name="grant-models"
            label={t('grants.someModels')}
            isChecked={modelIds !== null}
            onChange={() => onChange([])}
            body={
              modelIds && (
                <Remote query={models}>
                  {(found) => (
                    <ModelsSelect
                      models={found.map(({ id, displayName }) => ({ id, name: displayName }))}
                      chosen={modelIds}
                      onChange={onChange}
                      label={t('grants.chooseModels')}
                      describedBy={field['aria-describedby']}
                    />
                  )}
                </Remote>
              )
            }
          />
        </>
      )}
    </FormField>
  );
}
