import { useTranslation } from 'react-i18next';

const capabilityKeys: Record<string, string> = {
  chat: 'capability.chat',
  embeddings: 'capability.embeddings',
  tools: 'capability.tools',
  vision: 'capability.vision',
  reasoning: 'capability.reasoning',
  json: 'capability.json',
};
const classKeys = { small: 'class.small', medium: 'class.medium', large: 'class.large' } as const;
const providerClassKeys = { local: 'providerClass.local', cloud: 'providerClass.cloud' } as const;

/** The catalogue's own words in the reader's language, and the choices that its filters offer. */
export function useModelWords() {
  const { t } = useTranslation('models');
  const capability = (name: string) => (capabilityKeys[name] ? t(capabilityKeys[name]) : name);
  const modelClass = (name: keyof typeof classKeys) => t(classKeys[name]);
  const providerClass = (name: keyof typeof providerClassKeys) => t(providerClassKeys[name]);
  return {
    capability,
    modelClass,
    providerClass,
    options: {
      capability: Object.keys(capabilityKeys).map((value) => ({ value, label: capability(value) })),
      modelClass: (['small', 'medium', 'large'] as const).map((value) => ({
        value,
        label: modelClass(value),
      })),
      providerClass: (['local', 'cloud'] as const).map((value) => ({ value, label: providerClass(value) })),
    },
  };
}
