import { expect } from 'vitest';
import { type BudgetReply, createBudget } from './budgets.ts';
import { createProvider } from './catalogue.ts';
import { changesAreKnown } from './changes-known.ts';
import type { Customer, World } from './gateway-world.ts';

/** Everything that a budget can limit. */
export const levels = [
  'account',
  'member',
  'project',
  'subscription',
  'key',
  'model',
  'platform',
  'provider',
  'all accounts’ model',
];
const isShared = (level: string) => ['platform', 'provider', 'all accounts’ model'].includes(level);

/** What a budget of a level is for; platform and account need no id. */
export type Scene = {
  world: World;
  customer: Customer;
  model: { id: string; name: string };
  ids: Record<string, string>;
};

/** Everything a budget can be for, made for one call's customer, model and provider of their own; a call costs 1. */
export async function createBudgetScene(world: World, upstreamModel = 'plain'): Promise<Scene> {
  const provider = await createProvider(world.admin, {
    kind: 'openai-compatible',
    baseUrl: world.upstream.url,
  });
  const routes = [{ providerId: provider.id, upstreamModel }];
  // What a call holds and what it costs are the same, so that a limit is met exactly.
  const model = await world.addModel(upstreamModel, { prices: { perRequestCredits: '1' }, routes });
  const customer = await world.addCustomer([model], '1000');
  const list = async (what: string) => (await customer.call('GET', `/api/v1/accounts/me/${what}`)).body.data;
  const ids: Record<string, string> = {
    member: customer.userId,
    project: (await list('projects'))[0].id,
    subscription: (await list('subscriptions'))[0].id,
    key: customer.keyId,
    model: model.id,
    provider: provider.id,
    'all accounts’ model': model.id,
  };
  return { world, customer, model, ids };
}

/** The budget, with nothing used of it, once the gateways know of it. */
export async function limitLevel(
  scene: Scene,
  level: string,
  fields: object,
  urls = [scene.world.url],
): Promise<BudgetReply> {
  const { world, customer, ids } = scene;
  const scope = level === 'all accounts’ model' ? 'model' : level;
  const owner = { scope, ...(ids[level] && { scopeId: ids[level] }) };
  const budget = isShared(level)
    ? await createBudget(world.admin, { ...owner, ...fields }, '/api/v1/admin')
    : await createBudget(customer, { ...owner, ...fields });
  await callBudget('POST', scene, level, budget.id, '/reset');
  for (const url of urls) await changesAreKnown(url, customer);
  return budget;
}

/** Asks for a budget as whoever may change it. */
const callBudget = (
  method: 'GET' | 'POST' | 'DELETE',
  { world, customer }: Scene,
  level: string,
  id: string,
  more = '',
) =>
  isShared(level)
    ? world.admin.call(method, `/api/v1/admin/budgets/${id}${more}`)
    : customer.call(method, `/api/v1/accounts/me/budgets/${id}${more}`);

export const readBudget = async (scene: Scene, level: string, id: string): Promise<BudgetReply> =>
  (await callBudget('GET', scene, level, id)).body as BudgetReply;

export const deleteBudget = async (scene: Scene, level: string, id: string): Promise<void> =>
  expect((await callBudget('DELETE', scene, level, id)).status).toBe(204);

/** Those that limit everybody's calls. */
export async function deletePlatformBudgets({ admin }: World): Promise<void> {
  for (const { id } of (await admin.call('GET', '/api/v1/admin/budgets')).body.data)
    await admin.call('DELETE', `/api/v1/admin/budgets/${id}`);
}

/** What a chat call of no more than this body holds in tokens. */
export const tokensHeldBy = (body: { max_tokens: number }): number =>
  Buffer.byteLength(JSON.stringify(body)) + 8 + 16 + body.max_tokens;
