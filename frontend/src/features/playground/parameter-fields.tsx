import { Stack, StackItem, TextArea, TextInput } from '@patternfly/react-core';
import { useTranslation } from 'react-i18next';
import { FormField } from '../../components/form-field.tsx';
import type { Playground } from './use-playground.ts';

/** System prompt, temperature and most tokens; empty ones are left to the model. */
export function ParameterFields({
  playground: { settings, changeSettings, wrong },
}: {
  playground: Playground;
}) {
  const { t } = useTranslation('playground');
  return (
    <Stack hasGutter>
      <StackItem>
        <FormField id="playground-system" label={t('settings.system')} help={t('settings.systemHelp')}>
          {(field) => (
            <TextArea
              {...field}
              dir={settings.systemPrompt ? 'auto' : undefined}
              autoResize
              resizeOrientation="vertical"
              value={settings.systemPrompt}
              onChange={(_, systemPrompt) => changeSettings({ systemPrompt })}
            />
          )}
        </FormField>
      </StackItem>
      <StackItem>
        <FormField
          id="playground-temperature"
          label={t('settings.temperature')}
          help={t('settings.temperatureHelp')}
          error={wrong.temperature ? t('settings.temperatureWrong') : undefined}
        >
          {(field) => (
            <TextInput
              {...field}
              inputMode="decimal"
              dir="ltr"
              value={settings.temperature}
              onChange={(_, text) => changeSettings({ temperature: text.trim().replace(',', '.') })}
            />
          )}
        </FormField>
      </StackItem>
      <StackItem>
        <FormField
          id="playground-tokens"
          label={t('settings.maxTokens')}
          help={t('settings.maxTokensHelp')}
          error={wrong.maxTokens ? t('settings.maxTokensWrong') : undefined}
        >
          {(field) => (
            <TextInput
              {...field}
              inputMode="numeric"
              dir="ltr"
              value={settings.maxTokens}
              onChange={(_, text) => changeSettings({ maxTokens: text.trim() })}
            />
          )}
        </FormField>
      </StackItem>
    </Stack>
  );
}
