import { useTranslation } from 'react-i18next';

/** What forms and filters offer; a model may have others too. */
export const knownCapabilities = [
  'chat',
  'embeddings',
  'images',
  'speech',
  'transcriptions',
  'rerank',
  'moderations',
  'tools',
  'vision',
  'reasoning',
  'json',
] as const;

const capabilityKeys: Record<string, string> = {
  chat: 'capability.chat',
  embeddings: 'capability.embeddings',
  tools: 'capability.tools',
  vision: 'capability.vision',
  reasoning: 'capability.reasoning',
  json: 'capability.json',
  rerank: 'capability.rerank',
  moderations: 'capability.moderations',
  transcriptions: 'capability.transcriptions',
  speech: 'capability.speech',
  images: 'capability.images',
};

/** What a model is for, in the reader's language; words that are not known stay as they are. */
export function useCapabilityWords() {
  const { t } = useTranslation('common');
  return (name: string): string => (capabilityKeys[name] ? t(capabilityKeys[name]) : name);
}
