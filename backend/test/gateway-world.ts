import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import Anthropic from '@anthropic-ai/sdk';
import OpenAI from 'openai';
import { formatCredits, parseCredits } from '../src/lib/credits.ts';
import type { AppConfig } from '../src/app.ts';
import { createTestApp, type TestApp } from './app.ts';
import { createModel, createProvider } from './catalogue.ts';
import { type Person, signUp, signUpAs } from './people.ts';
import type { Invoice } from './stand-ins/upstream-tokens.ts';
import { startUpstream, type Upstream } from './stand-ins/upstream.ts';

/** A row of usage as tests look at it. */
export type UsageRow = {
  request_id: string;
  key_id: string | null;
  model_name: string;
  provider_name: string | null;
  surface: string;
  stream: boolean;
  status: number;
  outcome: string;
  error_code: string | null;
  input_tokens: bigint;
  cached_input_tokens: bigint;
  output_tokens: bigint;
  estimated: boolean;
  cost_micro_credits: bigint;
  hold_micro_credits: bigint;
};

export type World = TestApp & {
  /** Where the server listens, without a slash at its end. */
  url: string;
  upstream: Upstream;
  admin: Person;
  provider: { id: string; name: string };
  /** The same stand-in, which has Anthropic's API too, as a provider of that kind. */
  addAnthropic(): Promise<{ id: string; name: string }>;
  /** A model that is served by the stand-in as `upstreamModel`; subscriptions to it are active at once. */
  addModel(upstreamModel: string, fields?: object): Promise<{ id: string; name: string }>;
  addCustomer(models: { id: string }[], credits?: string): Promise<Customer>;
  usage(accountId: string): Promise<UsageRow[]>;
};

/** A signed-up user with a key. */
export type Customer = Person & {
  key: string;
  keyId: string;
  subscribe(modelId: string): Promise<void>;
  createKey(fields?: object): Promise<{ id: string; secret: string }>;
  /** Adjusts the balance to exactly this, through the API. */
  setCredits(credits: string): Promise<void>;
  credits(): Promise<{ balanceCredits: string; heldCredits: string; availableCredits: string }>;
  openai(options?: Partial<ConstructorParameters<typeof OpenAI>[0]>): OpenAI;
  anthropic(options?: Partial<ConstructorParameters<typeof Anthropic>[0]>): Anthropic;
  /** A raw request with the key. */
  post(
    path: string,
    body: unknown,
    headers?: Record<string, string>,
    signal?: AbortSignal,
  ): Promise<Response>;
};

/** What models cost in tests unless they say otherwise: odd numbers, so that rounding shows. */
export const prices = {
  perRequestCredits: '0.01',
  inputPerMillionCredits: '333.333333',
  outputPerMillionCredits: '1234.567',
};

/** Invoice times those prices, by hand: one rounding up per call. */
export function costOf({ promptTokens, completionTokens }: Invoice): bigint {
  const perMillion =
    BigInt(promptTokens) * parseCredits(prices.inputPerMillionCredits) +
    BigInt(completionTokens) * parseCredits(prices.outputPerMillionCredits);
  return parseCredits(prices.perRequestCredits) + (perMillion + 999_999n) / 1_000_000n;
}

/** Another instance on the world's database. */
export async function addInstance({ databaseUrl }: World): Promise<{ url: string; close(): Promise<void> }> {
  const test = await createTestApp({ databaseUrl });
  await test.app.listen({ host: '127.0.0.1', port: 0 });
  return {
    url: `http://127.0.0.1:${(test.app.server.address() as AddressInfo).port}`,
    async close() {
      test.app.server.closeAllConnections();
      await test.close();
    },
  };
}

/** The server on a port of its own, with the stand-in upstream as its provider. */
export async function createWorld(overrides: Partial<AppConfig> = {}): Promise<World> {
  const upstream = await startUpstream();
  const test = await createTestApp(overrides);
  await test.app.listen({ host: '127.0.0.1', port: 0 });
  const url = `http://127.0.0.1:${(test.app.server.address() as AddressInfo).port}`;
  const admin = await signUpAs('admin', test.app, test.db);
  const provider = await createProvider(admin, {
    kind: 'openai-compatible',
    baseUrl: upstream.url,
    apiKey: 'upstream-secret',
  });
  return {
    ...test,
    url,
    upstream,
    admin,
    provider,
    addAnthropic: () =>
      createProvider(admin, {
        kind: 'anthropic',
        baseUrl: upstream.url,
        apiKey: 'upstream-secret',
      }),
    addModel: (upstreamModel, fields = {}) =>
      createModel(admin, provider.id, {
        name: `${upstreamModel}.${randomUUID()}`,
        autoApprove: true,
        maxOutputTokens: 1000,
        prices,
        routes: [{ providerId: provider.id, upstreamModel }],
        ...fields,
      }),
    addCustomer: (models, credits) => addCustomer(test, url, admin, models, credits),
    async usage(accountId) {
      const { rows } = await test.db.query<UsageRow>(
        'SELECT * FROM usage_records WHERE account_id = $1 ORDER BY created_at, request_id',
        [accountId],
      );
      return rows;
    },
    async close() {
      // Connections on which nothing was ever asked count as busy, and the server would wait for them.
      test.app.server.closeAllConnections();
      await test.close();
      await upstream.close();
    },
  };
}

async function addCustomer(
  { app }: TestApp,
  url: string,
  admin: Person,
  models: { id: string }[],
  credits: string | undefined,
): Promise<Customer> {
  const person = await signUp(app);
  const account = `/api/v1/accounts/${person.accountId}`;
  await expectStatus(
    200,
    admin.call('PUT', `/api/v1/admin/accounts/${person.accountId}/plan`, { planId: null }),
  );
  const subscribe = (modelId: string) =>
    expectStatus(201, person.call('POST', `${account}/subscriptions`, { modelId }));
  const createKey = async (fields: object = {}) => {
    const { apiKey, secret } = await expectStatus(
      201,
      person.call('POST', `${account}/api-keys`, { name: 'test', ...fields }),
    );
    return { id: apiKey.id as string, secret: secret as string };
  };
  const getCredits = () => expectStatus(200, person.call('GET', `${account}/credits`));
  const setCredits = async (wanted: string) => {
    const { balanceCredits } = await getCredits();
    const difference = parseCredits(wanted) - parseCredits(balanceCredits as string);
    if (difference === 0n) return;
    await expectStatus(
      201,
      admin.call(
        'POST',
        `/api/v1/admin/accounts/${person.accountId}/credits/adjustments`,
        { amountCredits: formatCredits(difference), reason: 'a test' },
        { 'idempotency-key': randomUUID() },
      ),
    );
  };
  for (const { id } of models) await subscribe(id);
  const key = await createKey();
  if (credits !== undefined) await setCredits(credits);
  return {
    ...person,
    key: key.secret,
    keyId: key.id,
    subscribe,
    createKey,
    setCredits,
    credits: getCredits,
    openai: (options) => new OpenAI({ baseURL: `${url}/v1`, apiKey: key.secret, maxRetries: 0, ...options }),
    anthropic: (options) => new Anthropic({ baseURL: url, apiKey: key.secret, maxRetries: 0, ...options }),
    post: (path, body, headers = {}, signal) =>
      fetch(url + path, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${key.secret}`, ...headers },
        body: typeof body === 'string' ? body : JSON.stringify(body),
        ...(signal && { signal }),
      }),
  };
}

async function expectStatus(status: number, answer: ReturnType<Person['call']>) {
  const { status: actual, body } = await answer;
  if (actual !== status) throw new Error(`answered ${actual}: ${JSON.stringify(body)}`);
  return body;
}
