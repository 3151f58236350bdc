import { Radio } from '@patternfly/react-core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useAccountId } from '../../api/account.ts';
import { subscriptionsQuery } from '../../api/subscriptions.ts';
import { FormField } from '../../components/form-field.tsx';
import { ModelsSelect } from '../../components/models-select.tsx';
import type { KeyFieldProps } from './create-key-form.tsx';

/** All subscribed models, also later ones, or a choice among them. */
export function ModelsField({ values, change, errorOf }: KeyFieldProps) {
  const { t } = useTranslation('api-keys');
  const { data: subscriptions = [] } = useQuery(subscriptionsQuery(useAccountId()));
  const models = subscriptions
    .filter(({ status }) => status === 'active')
    .map(({ modelId, modelName }) => ({ id: modelId, name: modelName }));
  return (
    <FormField
      id="key-models"
      label={t('columns.models')}
      help={models.length === 0 ? t('form.modelsNone') : t('form.modelsHelp')}
      error={errorOf('models')}
      role="radiogroup"
    >
      {(field) => (
        <>
          <Radio
            id="key-models-all"
            name="key-models"
            label={t('form.modelsAll')}
            isChecked={values.models === null}
            onChange={() => change({ models: null })}
          />
          <Radio
            id="key-models-some"
            name="key-models"
            label={t('form.modelsSome')}
            isDisabled={models.length === 0}
            isChecked={values.models !== null}
            onChange={() => change({ models: [] })}
            body={
              values.models && (
                <ModelsSelect
                  models={models}
                  chosen={values.models}
                  onChange={(ids) => change({ models: ids })}
                  label={t('form.modelsChoose')}
                  describedBy={field['aria-describedby']}
                />
              )
            }
          />
        </>
      )}
    </FormField>
  );
}
