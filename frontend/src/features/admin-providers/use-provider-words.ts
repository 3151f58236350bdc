import { useTranslation } from 'react-i18next';
import { useProviderKind } from '../../components/use-provider-kind.ts';
import type { Kind } from './provider-draft.ts';
import type { Provider } from './queries.ts';

const classKeys = { local: 'class.local', cloud: 'class.cloud' } as const;
const hintKeys = {
  anthropic: 'hint.anthropic',
  litellm: 'hint.litellm',
  ollama: 'hint.ollama',
  lmstudio: 'hint.lmstudio',
  vllm: 'hint.vllm',
  openai: 'hint.openai',
  google: 'hint.google',
  cohere: 'hint.cohere',
  'openai-compatible': 'hint.compatible',
  simulated: 'hint.simulated',
} as const;

/** How the pages name kinds and classes, and what to type as the address of each kind. */
export function useProviderWords() {
  const { t } = useTranslation('admin-providers');
  return {
    kind: useProviderKind(),
    class: (name: Provider['class']) => t(classKeys[name]),
    hint: (kind: Kind) => t(hintKeys[kind]),
  };
}
