import { useTranslation } from 'react-i18next';
import type { AdminModel } from './queries.ts';

export const visibilities = ['listed', 'restricted', 'hidden'] as const;
export const classes = ['small', 'medium', 'large'] as const;
export const knownCapabilities = ['chat', 'embeddings', 'tools', 'vision', 'reasoning', 'json'] as const;

const visibilityKeys = {
  listed: 'visibility.listed',
  restricted: 'visibility.restricted',
  hidden: 'visibility.hidden',
} as const;
const aboutKeys = {
  listed: 'visibility.aboutListed',
  restricted: 'visibility.aboutRestricted',
  hidden: 'visibility.aboutHidden',
} as const;
const classKeys = { small: 'class.small', medium: 'class.medium', large: 'class.large' } as const;
const capabilityKeys: Record<string, string> = {
  chat: 'capability.chat',
  embeddings: 'capability.embeddings',
  tools: 'capability.tools',
  vision: 'capability.vision',
  reasoning: 'capability.reasoning',
  json: 'capability.json',
};

/** The catalogue's words in the reader's language. */
export function useModelWords() {
  const { t } = useTranslation('admin-models');
  return {
    visibility: (name: AdminModel['visibility']) => t(visibilityKeys[name]),
    aboutVisibility: (name: AdminModel['visibility']) => t(aboutKeys[name]),
    class: (name: AdminModel['class']) => (name ? t(classKeys[name]) : t('common:notAvailable')),
    capability: (name: string) => (capabilityKeys[name] ? t(capabilityKeys[name]) : name),
  };
}
