import { changedFields } from '../../components/changed-fields.ts';
import {
  type AdvancedDraft,
  findAdvancedFaults,
  headersChange,
  plainBody,
  toAdvancedDraft,
} from './advanced-draft.ts';
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
  overflowAfter: string;
  dailyRequestCap: string;
  /** Of an Ollama: tokens, and seconds. */
  contextLength: string;
  keepAliveSeconds: string;
  advanced: AdvancedDraft;
  isEnabled: boolean;
};

const usualClass: Record<Kind, Provider['class']> = {
  anthropic: 'cloud',
  litellm: 'local',
  ollama: 'local',
  lmstudio: 'local',
  vllm: 'local',
  openai: 'cloud',
  google: 'cloud',
  cohere: 'cloud',
  'openai-compatible': 'local',
  simulated: 'local',
};

/** Where a kind is unless somebody says otherwise: as the server has it. */
const usualBaseUrl: Partial<Record<Kind, string>> = {
  ollama: 'http://127.0.0.1:11434',
  lmstudio: 'http://127.0.0.1:1234',
  vllm: 'http://127.0.0.1:8000',
  openai: 'https://api.openai.com/v1',
  google: 'https://generativelanguage.googleapis.com/v1beta/openai',
  cohere: 'https://api.cohere.ai/compatibility/v1',
};

/** Calls a day that a cloud service is given unless somebody says otherwise: as the server does. */
const usualCloudCap = '500';
const usualCap = (name: Provider['class']) => (name === 'cloud' ? usualCloudCap : '');

/** Calls that may wait before others go elsewhere: as the server has it. */
const usualOverflow = 3;

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
  overflowAfter: (provider?.overflowAfter ?? usualOverflow).toString(),
  dailyRequestCap: provider?.dailyRequestCap?.toString() ?? '',
  contextLength: provider?.contextLength?.toString() ?? '',
  keepAliveSeconds: provider?.keepAliveSeconds?.toString() ?? '',
  advanced: toAdvancedDraft(provider),
  isEnabled: provider?.enabled ?? true,
});

/** Another class, with the cap that is usual for it. */
export const withClass = (draft: ProviderDraft, name: Provider['class']): ProviderDraft => ({
  ...draft,
  class: name,
  dailyRequestCap: draft.dailyRequestCap === usualCap(draft.class) ? usualCap(name) : draft.dailyRequestCap,
});

/** Another kind, with the class that is usual for it, and the address where nobody typed another one. */
export function withKind(draft: ProviderDraft, kind: Kind): ProviderDraft {
  const isUsual = draft.baseUrl === (usualBaseUrl[draft.kind] ?? '');
  const baseUrl = isUsual ? (usualBaseUrl[kind] ?? '') : draft.baseUrl;
  return withClass({ ...draft, kind, baseUrl }, usualClass[kind]);
}

const limit = (typed: string) => (typed.trim() === '' ? null : Number(typed));

/** True while a limit is empty or a whole number from `least` to `most`. */
export const isLimit = (typed: string, least: number, most = 999_999) =>
  typed.trim() === '' || (/^\d+$/.test(typed.trim()) && Number(typed) >= least && Number(typed) <= most);

const mostCalls = 1_000_000_000;
/** As the server has them. */
const leastContext = 256;
const mostContext = 100_000_000;
const mostSeconds = 31_536_000;
const forGood = '-1';

const isOllama = ({ kind }: ProviderDraft) => kind === 'ollama';

/** What is missing or wrong before the draft can be sent, by field. */
export function findFaults(draft: ProviderDraft) {
  return {
    name: draft.name.trim() === '',
    baseUrl: draft.kind !== 'simulated' && !/^https?:\/\/[^\s/]/i.test(draft.baseUrl.trim()),
    maxConcurrency: !isLimit(draft.maxConcurrency, 1),
    maxQueue: !isLimit(draft.maxQueue, 0),
    overflowAfter: draft.overflowAfter.trim() === '' || !isLimit(draft.overflowAfter, 0),
    dailyRequestCap: !isLimit(draft.dailyRequestCap, 1, mostCalls),
    contextLength: isOllama(draft) && !isLimit(draft.contextLength, leastContext, mostContext),
    keepAliveSeconds:
      isOllama(draft) &&
      draft.keepAliveSeconds.trim() !== forGood &&
      !isLimit(draft.keepAliveSeconds, 0, mostSeconds),
    advanced: Object.values(findAdvancedFaults(draft.advanced)).some(Boolean),
  };
}

const shared = (draft: ProviderDraft) => ({
  name: draft.name.trim(),
  ...(draft.kind !== 'simulated' && { baseUrl: draft.baseUrl.trim() }),
  class: draft.class,
  maxConcurrency: limit(draft.maxConcurrency),
  maxQueue: limit(draft.maxQueue),
  overflowAfter: Number(draft.overflowAfter),
  dailyRequestCap: limit(draft.dailyRequestCap),
  ...(isOllama(draft) && {
    contextLength: limit(draft.contextLength),
    keepAliveSeconds: limit(draft.keepAliveSeconds),
  }),
  ...plainBody(draft.advanced),
  enabled: draft.isEnabled,
});

export const toNewProvider = (draft: ProviderDraft): NewProvider => ({
  ...shared(draft),
  kind: draft.kind,
  ...(draft.apiKey && { apiKey: draft.apiKey }),
  ...headersChange(draft.advanced),
});

/** What the draft changes about the stored connection; the API key only when it is replaced (a text) or removed (null). */
export const toProviderChange = (stored: Provider, draft: ProviderDraft): ProviderChange => ({
  ...changedFields(shared(toProviderDraft(stored)), shared(draft)),
  ...headersChange(draft.advanced),
  ...(draft.apiKey ? { apiKey: draft.apiKey } : draft.removesApiKey && { apiKey: null }),
});
