import { isForbiddenHost } from './forbidden-addresses.ts';

/** The kinds of upstream LiteMaaS can talk to. */
export const providerKinds = [
  'litellm',
  'ollama',
  'lmstudio',
  'vllm',
  'openai',
  'anthropic',
  'google',
  'cohere',
  'openai-compatible',
  'simulated',
] as const;
export type ProviderKind = (typeof providerKinds)[number];

/** Where a kind is when nobody says otherwise; the others could be anywhere. */
const usualBaseUrls: Partial<Record<ProviderKind, string>> = {
  ollama: 'http://127.0.0.1:11434',
  lmstudio: 'http://127.0.0.1:1234',
  vllm: 'http://127.0.0.1:8000',
  openai: 'https://api.openai.com/v1',
  anthropic: 'https://api.anthropic.com',
  google: 'https://generativelanguage.googleapis.com/v1beta/openai',
  cohere: 'https://api.cohere.ai/compatibility/v1',
};

/** What a simulated provider stores as its base URL: it runs inside this process and has no address. */
export const simulatedBaseUrl = 'simulated:';

/**
 * The form of a base URL that is stored: no trailing slash; for servers whose management paths start at the root no
 * trailing `/v1` either; for the others what the operator typed, or where the kind usually is.
 * @throws RangeError saying what is wrong, in words for the operator and without the URL itself.
 */
export function normaliseBaseUrl(kind: ProviderKind, typed: string): string {
  if (kind === 'simulated') return simulatedBaseUrl;
  const url = parseOrNull(typed.trim() || (usualBaseUrls[kind] ?? ''));
  if (!url || !['http:', 'https:'].includes(url.protocol))
    throw new RangeError('must be an http or https URL');
  if (url.username || url.password)
    throw new RangeError('must not hold a user name or password: use the API key field');
  if (url.search || url.hash) throw new RangeError('must not have a query or a fragment');
  if (isForbiddenHost(url)) throw new RangeError('must not be an address of the machine or its cloud');
  const path = url.pathname.replace(/\/+$/, '');
  return url.origin + (startsAtRoot(kind) ? path.replace(/\/v1$/, '').replace(/\/+$/, '') : path);
}

/**
 * The address of a path such as `chat/completions` or `messages` at a provider. `baseUrl` is the stored form. A path with a slash
 * before it, such as Ollama's `/api/chat`, is beside `/v1`.
 * For hosted services and compatible servers both `https://host` and `https://host/v1` work: `/v1` is added unless the path of the
 * base already names a version (`/v1`, `/api/v4`, `/v1beta/openai`).
 */
export function upstreamUrl(kind: ProviderKind, baseUrl: string, path: string): string {
  if (kind === 'simulated') return simulatedBaseUrl + path;
  if (path.startsWith('/')) return baseUrl + path;
  const namesVersion = !startsAtRoot(kind) && /\/v\d[^/]*(\/|$)/.test(new URL(baseUrl).pathname);
  return `${baseUrl}${namesVersion ? '' : '/v1'}/${path}`;
}

const rootedKinds: ReadonlySet<ProviderKind> = new Set(['litellm', 'ollama', 'lmstudio', 'vllm']);

function startsAtRoot(kind: ProviderKind): boolean {
  return rootedKinds.has(kind);
}

function parseOrNull(text: string): URL | null {
  try {
    return new URL(text);
  } catch {
    return null;
  }
}
