import type { Provider } from './snapshots/catalogue.ts';

const maxMessageLength = 500;
/** What is longer is not looked through. */
const readLengthMost = 4_000;

const key = '[key]';
const address = '[address]';

/** What is not for clients, in the order in which it is taken out, and what they read instead. */
const secrets: [RegExp, string][] = [
  [/\bTraceback \(most recent call last\)[\s\S]*/, ''],
  [/\s*Received Model Group=[\s\S]*/, ''],
  [/\blitellm\.(\w+Error: )?/g, ''],
  [/\b[a-z][a-z\d+.-]*:\/\/[^\s,;)"'<>]+/gi, address],
  [/\b(Bearer|Basic)\s+[^\s,;"']+/gi, `$1 ${key}`],
  // Keys by their beginnings, tokens of three parts, abbreviated keys and anything long without a word in it.
  [/[\w-]*\*{3,}[\w-]*/g, key],
  [/\b(sk|pk|rk|gsk|xai|hf|nvapi|key|AIza|AKIA|ya29)[-_.]?[\w-]*\d[\w-]{6,}/g, key],
  [/\bsk-[\w-]+/g, key],
  [/\beyJ[\w-]+\.[\w-]+\.[\w-]+/g, key],
  [/\b[\da-f]{32,}\b/gi, key],
  [/\b(host|hostname)\s*=\s*['"][^'"]*['"](,\s*port\s*=\s*\d+)?/gi, address],
  [/\[[\da-f:]*:[\da-f:.]*\](:\d+)?/gi, address],
  [/\b\d{1,3}(\.\d{1,3}){3}(:\d+)?\b/g, address],
  [/\b[a-z\d][\w-]*(\.[\w-]+)*:\d{4,5}\b/gi, address],
  [/\b[a-z\d][\w-]*(\.[\w-]+)*\.(local|internal|svc|lan|corp|localdomain)\b/gi, address],
];

/**
 * An upstream's own words, for the author of a request, without what is between it and its operator: class names,
 * routing notes, traces, addresses, keys.
 */
export function wordsOf(error: unknown, { apiKey, baseUrl, connection }: Provider): string | null {
  const message =
    typeof error === 'object' && error !== null ? (error as { message?: unknown }).message : error;
  if (typeof message !== 'string' || message === '') return null;
  let words = message.slice(0, readLengthMost);
  for (const secret of [apiKey, ...Object.values(connection.headers)])
    if (secret) words = words.replaceAll(secret, key);
  for (const [secret, instead] of secrets) words = words.replace(secret, instead);
  const host = URL.canParse(baseUrl) ? new URL(baseUrl).hostname : '';
  if (host.includes('.') || host.includes('-')) words = words.replaceAll(host, address);
  return words.slice(0, maxMessageLength).trim();
}
