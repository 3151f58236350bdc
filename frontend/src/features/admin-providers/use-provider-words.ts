import { useTranslation } from 'react-i18next';
import type { Kind } from './provider-draft.ts';
import type { Provider } from './queries.ts';

const classKeys = { local: 'class.local', cloud: 'class.cloud' } as const;
const kindNames: Record<Exclude<Kind, 'openai-compatible' | 'simulated'>, string> = {
  litellm: 'LiteLLM',
  ollama: 'Ollama',
  openai: 'OpenAI',
};
const kindKeys: Record<'openai-compatible' | 'simulated', string> = {
  'openai-compatible': 'kind.compatible',
  simulated: 'kind.simulated',
};
const hintKeys = {
  litellm: 'hint.litellm',
  ollama: 'hint.ollama',
  openai: 'hint.openai',
  'openai-compatible': 'hint.compatible',
  simulated: 'hint.simulated',
} as const;

/** How the pages name kinds and classes, and what to type as the address of each kind. */
export function useProviderWords() {
  const { t } = useTranslation('admin-providers');
  return {
    kind: (kind: Kind) =>
      kind === 'openai-compatible' || kind === 'simulated' ? t(kindKeys[kind]) : kindNames[kind],
    class: (name: Provider['class']) => t(classKeys[name]),
    hint: (kind: Kind) => t(hintKeys[kind]),
  };
}
