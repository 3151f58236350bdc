import CircuitBreaker from 'opossum';
import { Agent, request as sendRequest } from 'undici';
import { headersOf } from './connection-settings.ts';
import type { Connection } from './discovered-model.ts';
import { createDispatcher, hasOwnConnections, lookupAllowed, trusted } from './dispatcher.ts';
import { describeNetworkError, describeStatus, ProviderError } from './provider-error.ts';

const timeLimitMs = 5_000;
const maxAnswerBytes = 20 * 1024 * 1024;
const breakerPauseMs = 10_000;

/** A path at a provider: GET, or POST when there is a body. `headers`: in place of the usual ones that say who asks. */
type ProviderRequest = { url: string; body?: object; headers?: Record<string, string> };
type Answer = { status: number; json: unknown };

const agentOptions: Agent.Options = { maxResponseSize: maxAnswerBytes, keepAliveTimeout: 1_000 };
const usualAgent = new Agent({ ...agentOptions, connect: { timeout: timeLimitMs, lookup: lookupAllowed } });

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

async function send(connection: Connection, { url, body, headers }: ProviderRequest): Promise<Answer> {
  const { kind, apiKey, settings } = connection;
  const own = hasOwnConnections(settings) ? dispatcherOf(connection) : undefined;
  try {
    const answer = await sendRequest(url, {
      method: body ? 'POST' : 'GET',
      ...(body && { body: JSON.stringify(body) }),
      headers: {
        accept: 'application/json',
        ...(body && { 'content-type': 'application/json' }),
        ...(headers ?? headersOf(kind, apiKey, settings)),
      },
      signal: AbortSignal.timeout(timeLimitMs),
      dispatcher: own ?? usualAgent,
    });
    const text = await answer.body.text();
    return { status: answer.statusCode, json: parseJson(text, answer.statusCode) };
  } catch (error) {
    if (error instanceof ProviderError) throw error;
    throw new ProviderError(describeNetworkError(error as { code?: string; name?: string }));
  } finally {
    void own?.destroy();
  }
}

function dispatcherOf({ settings }: Connection) {
  const timeoutMs = settings.connectTimeoutMs ?? timeLimitMs;
  return createDispatcher(settings, timeoutMs, { timeout: timeoutMs, ...trusted(settings) }, agentOptions);
}

function parseJson(text: string, status: number): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    if (status < 200 || status > 299) return null;
    throw new ProviderError('The answer is not JSON: check kind and base URL.');
  }
}
