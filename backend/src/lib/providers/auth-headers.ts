import type { ProviderKind } from './upstream-url.ts';

/** The version of Anthropic's API that is spoken: there has been no other since. */
const anthropicVersion = '2023-06-01';

/** The headers by which a provider knows who asks. */
export function authHeaders(kind: ProviderKind, apiKey: string | null): Record<string, string> {
  if (kind === 'anthropic')
    return { 'anthropic-version': anthropicVersion, ...(apiKey && { 'x-api-key': apiKey }) };
  return apiKey ? { authorization: `Bearer ${apiKey}` } : {};
}
