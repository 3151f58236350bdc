import type { Customer, World } from './gateway-world.ts';

/** What a switch can be thrown on, from the least to all. */
export const scopes = ['key', 'project', 'account', 'model', 'provider', 'platform'] as const;
export type Scope = (typeof scopes)[number];

/** Why switches are thrown in tests. */
export const reason = 'It costs too much';

/** Throws a switch as the admin and gives its id. */
export async function throwSwitch(world: World, scope: Scope, scopeId: string | null): Promise<string> {
  const body = { scope, ...(scopeId !== null && { scopeId }), reason };
  const thrown = await world.admin.call('POST', '/api/v1/admin/kill-switches', body);
  if (thrown.status !== 201) throw new Error(`answered ${thrown.status}: ${JSON.stringify(thrown.body)}`);
  return thrown.body.id as string;
}

/** Lifts a switch as the admin. */
export async function liftSwitch(world: World, id: string): Promise<void> {
  const { status, body } = await world.admin.call('DELETE', `/api/v1/admin/kill-switches/${id}`);
  if (status !== 200) throw new Error(`answered ${status}: ${JSON.stringify(body)}`);
}

/** Lifts all that are thrown. */
export async function liftAll(world: World): Promise<void> {
  const { body } = await world.admin.call('GET', '/api/v1/admin/kill-switches?status=current');
  for (const { id } of body.data as { id: string }[]) await liftSwitch(world, id);
}

/** What of a customer's calls to a model each scope would stop. */
export async function idOf(
  scope: Scope,
  { world, customer, model }: { world: World; customer: Customer; model: { id: string } },
): Promise<string | null> {
  const projects = await customer.call('GET', '/api/v1/accounts/me/projects');
  return {
    key: customer.keyId,
    project: projects.body.data[0].id as string,
    account: customer.accountId,
    model: model.id,
    provider: world.provider.id,
    platform: null,
  }[scope];
}

/** What the gateway says to those who are stopped. */
export const refusalOf = (scope: Scope, scopeId: string | null) => ({
  message: `${said[scope]} stopped by a kill switch: ${reason}`,
  type: 'permission_error',
  code: 'kill_switch',
  param: null,
  details: { scope, scopeId, reason },
});

const said: Record<Scope, string> = {
  key: 'This API key is',
  project: 'This project is',
  account: 'This account is',
  model: 'This model is',
  provider: 'The provider of this model is',
  platform: 'All calls are',
};
