import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { expect } from 'vitest';
import { insertBalanceMeter } from '../src/features/auth/queries.ts';
import { newId } from '../src/lib/ids.ts';
import type { Person } from './people.ts';

/** A provider, made through the API by `admin`; kind simulated and local unless said otherwise. */
export async function createProvider(
  admin: Person,
  fields: object = {},
): Promise<{ id: string; name: string }> {
  const body = { name: `provider ${randomUUID()}`, kind: 'simulated', class: 'local', ...fields };
  return created(await admin.call('POST', '/api/v1/admin/providers', body));
}

/** A model with one route to `providerId`, made through the API by `admin`. */
export async function createModel(
  admin: Person,
  providerId: string,
  fields: object = {},
): Promise<{ id: string; name: string }> {
  const name = `model-${randomUUID()}`;
  const routes = [{ providerId, upstreamModel: 'sim-echo' }];
  return created(await admin.call('POST', '/api/v1/admin/models', { name, routes, ...fields }));
}

/** The prices a model has had, the oldest first. */
export async function priceRowsOf(db: pg.Pool, modelId: string) {
  const { rows } = await db.query(
    `SELECT free, per_request_micro_credits AS request, input_per_million_micro_credits AS input,
       cached_input_per_million_micro_credits AS cached, output_per_million_micro_credits AS output, created_by
     FROM model_prices WHERE model_id = $1 ORDER BY id`,
    [modelId],
  );
  return rows;
}

/** A route as replies show it, but for order and weight. */
export const routeTo = (provider: { id: string; name: string }, upstreamModel: string) => ({
  id: expect.stringMatching(/^rte_/) as string,
  providerId: provider.id,
  providerName: provider.name,
  upstreamModel,
});

/** A team account whose only member is `person`, in the role. */
export async function createTeam(db: pg.Pool, person: Person, role: string): Promise<string> {
  const id = newId('acc');
  await db.query(`INSERT INTO accounts (id, kind, name) VALUES ($1, 'team', 'Team')`, [id]);
  await db.query('INSERT INTO account_members (account_id, user_id, role) VALUES ($1, $2, $3)', [
    id,
    person.userId,
    role,
  ]);
  await db.query(`INSERT INTO projects (id, account_id, name, is_default) VALUES ($1, $2, 'Default', true)`, [
    newId('prj'),
    id,
  ]);
  await insertBalanceMeter(db, id);
  return id;
}

function created<Body>({ status, body }: { status: number; body: Body }): Body {
  if (status !== 201) throw new Error(`answered ${status}: ${JSON.stringify(body)}`);
  return body;
}
