import { Radio, Stack, StackItem, Switch } from '@patternfly/react-core';
import { useTranslation } from 'react-i18next';
import { FormField } from '../../components/form-field.tsx';
import { Notice } from '../../components/notice.tsx';
import type { FormPart } from './form-part.ts';
import { becomesRestricted } from './model-draft.ts';
import type { AdminModel } from './queries.ts';
import { useModelWords, visibilities } from './use-model-words.ts';

/** Who sees the model and how they get access; warns before access is taken away. */
export function AccessFields({ draft, set, stored }: FormPart & { stored: AdminModel | null }) {
  const { t } = useTranslation('admin-models');
  const words = useModelWords();
  return (
    <Stack hasGutter>
      <StackItem>
        <FormField id="model-visibility" label={t('columns.visibility')} role="radiogroup">
          {() =>
            visibilities.map((visibility) => (
              <Radio
                key={visibility}
                id={`visibility-${visibility}`}
                name="visibility"
                label={words.visibility(visibility)}
                description={words.aboutVisibility(visibility)}
                isChecked={draft.visibility === visibility}
                onChange={() => set({ visibility })}
              />
            ))
          }
        </FormField>
      </StackItem>
      {becomesRestricted(draft, stored) && (
        <StackItem>
          <Notice isLiveRegion variant="warning" title={t('form.restrictedTitle')}>
            {t('form.restrictedBody')}
          </Notice>
        </StackItem>
      )}
      <StackItem>
        <Switch
          id="model-auto-approve"
          label={t('form.autoApprove')}
          isChecked={draft.autoApprove}
          onChange={(_, autoApprove) => set({ autoApprove })}
        />
      </StackItem>
      <StackItem>
        <Switch
          id="model-enabled"
          label={t('form.enabled')}
          isChecked={draft.enabled}
          onChange={(_, enabled) => set({ enabled })}
        />
      </StackItem>
    </Stack>
  );
}
