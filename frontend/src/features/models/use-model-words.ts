import { useTranslation } from 'react-i18next';
import { knownCapabilities, useCapabilityWords } from '../../components/use-capability-words.ts';

const classKeys = { small: 'class.small', medium: 'class.medium', large: 'class.large' } as const;
const providerClassKeys = { local: 'providerClass.local', cloud: 'providerClass.cloud' } as const;

/** The catalogue's own words in the reader's language, and the choices that its filters offer. */
export function useModelWords() {
  const { t } = useTranslation('models');
  const capability = useCapabilityWords();
  const modelClass = (name: keyof typeof classKeys) => t(classKeys[name]);
  const providerClass = (name: keyof typeof providerClassKeys) => t(providerClassKeys[name]);
  return {
    capability,
    modelClass,
    providerClass,
    options: {
      capability: knownCapabilities.map((value) => ({ value, label: capability(value) })),
      modelClass: (['small', 'medium', 'large'] as const).map((value) => ({
        value,
        label: modelClass(value),
      })),
      providerClass: (['local', 'cloud'] as const).map((value) => ({ value, label: providerClass(value) })),
    },
  };
}
