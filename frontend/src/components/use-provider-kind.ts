import { useTranslation } from 'react-i18next';
import type { RowOf } from '../api/types.ts';

type Kind = RowOf<'/api/v1/admin/providers'>['kind'];

const names: Record<Exclude<Kind, 'openai-compatible' | 'simulated'>, string> = {
  anthropic: 'Anthropic',
  litellm: 'LiteLLM',
  ollama: 'Ollama',
  lmstudio: 'LM Studio',
  vllm: 'vLLM',
  openai: 'OpenAI',
  google: 'Google Gemini',
  cohere: 'Cohere',
};
const kindKeys = {
  'openai-compatible': 'providerKind.compatible',
  simulated: 'providerKind.simulated',
} as const;

/** What people call a kind of provider. */
export function useProviderKind() {
  const { t } = useTranslation('common');
  return (kind: Kind): string =>
    kind === 'openai-compatible' || kind === 'simulated' ? t(kindKeys[kind]) : names[kind];
}
