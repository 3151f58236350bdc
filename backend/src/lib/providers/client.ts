import axios from 'axios';
import CircuitBreaker from 'opossum';
import { authHeaders } from './auth-headers.ts';
import type { Connection } from './discovered-model.ts';
import { describeNetworkError, describeStatus, ProviderError } from './provider-error.ts';

const timeLimitMs = 5_000;
const maxAnswerBytes = 20 * 1024 * 1024;
const breakerPauseMs = 10_000;

/** A path at a provider: GET, or POST when there is a body. */
export type ProviderRequest = { url: string; apiKey: string | null; body?: object };
type Answer = { status: number; json: unknown };

const http = axios.create({
  maxRedirects: 0,
  proxy: false,
  maxContentLength: maxAnswerBytes,
  responseType: 'text',
  transformResponse: (text: string) => text,
  validateStatus: () => true,
});

/** One breaker per provider address, so that a dead one costs a discovery five time-outs and not hundreds. */
const breakers = new Map<string, CircuitBreaker<[Connection, ProviderRequest], Answer>>();

/**
 * Asks a provider and gives its JSON with the status, whatever that is.
 * @throws ProviderError when no answer came, or one that is not JSON.
 */
export async function askProvider(connection: Connection, request: ProviderRequest): Promise<Answer> {
  const breaker = breakerOf(connection.baseUrl);
  try {
    return await breaker.fire(connection, request);
  } catch (error) {
    if (error instanceof ProviderError) throw error;
    if ((error as { code?: string }).code === 'EOPENBREAKER')
      throw new ProviderError('The provider failed several times in a row: asked again in a few seconds.');
    throw new ProviderError('The provider could not be asked.');
  }
}

/** The same, for answers that only count when they succeed. @throws ProviderError also on any status but 2xx. */
export async function readProvider(connection: Connection, request: ProviderRequest): Promise<unknown> {
  const { status, json } = await askProvider(connection, request);
  if (status < 200 || status > 299) throw new ProviderError(describeStatus(status));
  return json;
}

/** Forgets earlier failures of an address: somebody asks on purpose, perhaps after repairing it. */
export function closeBreaker({ baseUrl }: Connection): void {
  breakers.get(baseUrl)?.close();
}

function breakerOf(baseUrl: string) {
  const known = breakers.get(baseUrl);
  if (known) return known;
  const breaker = new CircuitBreaker(send, {
    timeout: false,
    volumeThreshold: 5,
    errorThresholdPercentage: 50,
    resetTimeout: breakerPauseMs,
    enableSnapshots: false,
  });
  breakers.set(baseUrl, breaker);
  return breaker;
}

async function send({ kind }: Connection, { url, apiKey, body }: ProviderRequest): Promise<Answer> {
  const answer = await http
    .request<string>({
      url,
      method: body ? 'POST' : 'GET',
      ...(body && { data: body }),
      headers: { accept: 'application/json', ...authHeaders(kind, apiKey) },
      signal: AbortSignal.timeout(timeLimitMs),
    })
    .catch((error: { code?: string; name?: string }) => {
      throw new ProviderError(describeNetworkError(error));
    });
  return { status: answer.status, json: parseJson(answer.data, answer.status) };
}

function parseJson(text: string, status: number): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    if (status < 200 || status > 299) return null;
    throw new ProviderError('The answer is not JSON: check kind and base URL.');
  }
}
