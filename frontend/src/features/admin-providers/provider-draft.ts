import { changedFields } from '../../components/changed-fields.ts';
import type { NewProvider, Provider, ProviderChange } from './queries.ts';

export type Kind = Provider['kind'];

/** A connection as it is being typed. The stored API key is never shown: empty means that it stays. */
export type ProviderDraft = {
  kind: Kind;
  name: string;
  baseUrl: string;
  apiKey: string;
  removesApiKey: boolean;
  class: Provider['class'];
  maxConcurrency: string;
  maxQueue: string;
  isEnabled: boolean;
};

const usualClass: Record<Kind, Provider['class']> = {
  litellm: 'local',
  ollama: 'local',
  openai: 'cloud',
  'openai-compatible': 'local',
  simulated: 'local',
};

/** The draft of a stored connection, or of a new one. */
export const toProviderDraft = (provider: Provider | null): ProviderDraft => ({
  kind: provider?.kind ?? 'litellm',
  name: provider?.name ?? '',
  baseUrl: provider?.baseUrl ?? '',
  apiKey: '',
  removesApiKey: false,
  class: provider?.class ?? usualClass.litellm,
  maxConcurrency: provider?.maxConcurrency?.toString() ?? '',
  maxQueue: provider?.maxQueue?.toString() ?? '',
  isEnabled: provider?.enabled ?? true,
});

/** Another kind, with the class that is usual for it. */
export const withKind = (draft: ProviderDraft, kind: Kind): ProviderDraft => ({
  ...draft,
  kind,
  class: usualClass[kind],
});

const limit = (typed: string) => (typed.trim() === '' ? null : Number(typed));

/** True while a limit is empty or a whole number of at least `least`. */
export const isLimit = (typed: string, least: number) =>
  typed.trim() === '' || (/^\d{1,6}$/.test(typed.trim()) && Number(typed) >= least);

/** What is missing or wrong before the draft can be sent, by field. */
export function findFaults(draft: ProviderDraft) {
  return {
    name: draft.name.trim() === '',
    baseUrl: draft.kind !== 'simulated' && !/^https?:\/\/[^\s/]/i.test(draft.baseUrl.trim()),
    maxConcurrency: !isLimit(draft.maxConcurrency, 1),
    maxQueue: !isLimit(draft.maxQueue, 0),
  };
}

const shared = (draft: ProviderDraft) => ({
  name: draft.name.trim(),
  ...(draft.kind !== 'simulated' && { baseUrl: draft.baseUrl.trim() }),
  class: draft.class,
  maxConcurrency: limit(draft.maxConcurrency),
  maxQueue: limit(draft.maxQueue),
  enabled: draft.isEnabled,
});

export const toNewProvider = (draft: ProviderDraft): NewProvider => ({
  ...shared(draft),
  kind: draft.kind,
  ...(draft.apiKey && { apiKey: draft.apiKey }),
});

/** What the draft changes about the stored connection; the API key only when it is replaced (a text) or removed (null). */
export const toProviderChange = (stored: Provider, draft: ProviderDraft): ProviderChange => ({
  ...changedFields(shared(toProviderDraft(stored)), shared(draft)),
  ...(draft.apiKey ? { apiKey: draft.apiKey } : draft.removesApiKey && { apiKey: null }),
});
