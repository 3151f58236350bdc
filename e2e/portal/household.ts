import { randomUUID } from 'node:crypto';
import type { BodyOf } from '../../frontend/src/api/types.ts';
import { createKey, openaiClient, subscribe } from '../actors/catalogue.ts';
import { type Person, signUpPerson } from '../actors/person.ts';

/** A user whose pages have something on them, an admin beside the first one, and the ids that URLs need. */
export type Household = {
  user: Person;
  admin: Person;
  keyId: string;
  requestId: string;
  modelId: string;
  providerId: string;
  budgetId: string;
  /** Of the platform. */
  sharedBudgetId: string;
};

const hello = [{ role: 'user' as const, content: 'Good morning, how are you today?' }];

/** Signs both up and lets the user subscribe, make keys and call: with success, with an error, and streamed. */
export async function foundHousehold(serverUrl: string, firstAdmin: Person, rounds = 1): Promise<Household> {
  const user = await signUpPerson(serverUrl, 'Layla Example');
  const admin = await signUpPerson(serverUrl, 'Omar Example');
  const params = { userId: admin.userId };
  await firstAdmin.api.patch('/api/v1/admin/users/{userId}', { params, body: { role: 'admin' } });
  await stopAndLift(user, firstAdmin);
  await giveGrants(user, firstAdmin);
  for (const name of ['sim-echo', 'sim-lorem', 'sim-embed', 'sim-fail-500']) await subscribe(user, name);
  await makeCalls(serverUrl, await createKey(user, 'Production chatbot'), rounds);
  await makeCalls(serverUrl, await createKey(user, 'Nightly report'), 1);
  const ids = await findIds(user, firstAdmin);
  return { user, admin, ...ids, ...(await setBudgets(user, firstAdmin, ids)) };
}

/** Credits of several kinds: until a day, and for a model only. */
async function giveGrants({ accountId }: Person, { api }: Person): Promise<void> {
  const params = { accountId };
  const give = (body: BodyOf<'post', '/api/v1/admin/accounts/{accountId}/grants'>) =>
    api.post('/api/v1/admin/accounts/{accountId}/grants', { params, body, idempotencyKey: randomUUID() });
  const expiresAt = new Date(Date.now() + 30 * 86_400_000).toISOString();
  const { id } = await api.get('/api/v1/models/{modelId}', { params: { modelId: 'sim-lorem' } });
  await give({ amountCredits: '5000', kind: 'purchase', description: 'Invoice 2026-117', priority: 0 });
  await give({
    amountCredits: '250',
    kind: 'promotional',
    description: 'Workshop',
    priority: 0,
    expiresAt,
    modelIds: [id],
  });
}

/** One kill switch that is thrown, and one that was lifted. */
async function stopAndLift({ api, accountId }: Person, { api: adminApi }: Person): Promise<void> {
  const params = { accountId };
  const { apiKey } = await api.post('/api/v1/accounts/{accountId}/api-keys', {
    params,
    body: { name: 'Old script' },
  });
  const stop = { scope: 'key', scopeId: apiKey.id } as const;
  await api.post('/api/v1/accounts/{accountId}/kill-switches', {
    params,
    body: { ...stop, reason: 'It was in a public repository.' },
  });
  const { id: killSwitchId } = await adminApi.post('/api/v1/admin/kill-switches', {
    body: { ...stop, reason: 'Thousands of calls a minute.' },
  });
  await adminApi.delete('/api/v1/admin/kill-switches/{killSwitchId}', { params: { killSwitchId } });
}

/** A budget near its limit and two that are not; and more is asked of one of the platform, which all households share. */
async function setBudgets(
  { api, accountId }: Person,
  { api: adminApi }: Person,
  { keyId, modelId }: Pick<Household, 'keyId' | 'modelId'>,
) {
  const params = { accountId };
  const make = (body: BodyOf<'post', '/api/v1/accounts/{accountId}/budgets'>) =>
    api.post('/api/v1/accounts/{accountId}/budgets', { params, body });
  await make({ scope: 'account', unit: 'credits', limit: '2500', period: 'month', name: 'All of our calls' });
  await make({ scope: 'model', scopeId: modelId, unit: 'tokens', limit: '200000', period: 'week' });
  const key = { scope: 'key', scopeId: keyId } as const;
  const { id: budgetId } = await make({ ...key, unit: 'requests', limit: '7', period: 'day' });
  const shared = { scope: 'platform', unit: 'credits', limit: '1000000', period: 'month' } as const;
  await adminApi.post('/api/v1/admin/budgets', { body: shared }).catch(() => undefined);
  const { data: ofAll } = await adminApi.get('/api/v1/admin/budgets', { query: { scope: 'platform' } });
  const sharedBudgetId = ofAll[0]?.id ?? '';
  await api.post('/api/v1/accounts/{accountId}/budgets/{budgetId}/increase-requests', {
    params: { accountId, budgetId: sharedBudgetId },
    body: {
      limit: '1500000',
      reason: 'The migration of the archive needs more for some months.',
      periods: 3,
    },
  });
  return { budgetId, sharedBudgetId };
}

async function makeCalls(serverUrl: string, secret: string, rounds: number): Promise<void> {
  const { chat, embeddings } = openaiClient(serverUrl, secret);
  await chat.completions.create({ model: 'sim-fail-500', messages: hello }).catch(() => undefined);
  for (let round = 0; round < rounds; round++) {
    await chat.completions.create({ model: 'sim-echo', messages: hello });
    await chat.completions.create({ model: 'sim-lorem', messages: hello, max_tokens: 40 + 90 * (round % 5) });
    await embeddings.create({ model: 'sim-embed', input: 'Good morning '.repeat(50 * (round + 1)) });
    const streamed = chat.completions.create({ model: 'sim-echo', messages: hello, stream: true });
    await (await streamed.asResponse()).text();
  }
}

async function findIds({ api, accountId }: Person, firstAdmin: Person) {
  const params = { accountId };
  const { data: keys } = await api.get('/api/v1/accounts/{accountId}/api-keys', { params });
  const { data: calls } = await api.get('/api/v1/accounts/{accountId}/usage', { params });
  const { id: modelId } = await api.get('/api/v1/models/{modelId}', { params: { modelId: 'sim-echo' } });
  const { data: providers } = await firstAdmin.api.get('/api/v1/admin/providers');
  const [key, call, provider] = [keys[0], calls[0], providers[0]];
  if (!key || !call || !provider) throw new Error('The household has no key, no call or no provider.');
  return { keyId: key.id, requestId: call.requestId, modelId, providerId: provider.id };
}
