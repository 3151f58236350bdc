import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTeam } from '../../test/catalogue.ts';
import { type Customer, createWorld, type World } from '../../test/gateway-world.ts';
import { signUp } from '../../test/people.ts';
import { newId } from '../lib/ids.ts';

/* The portal's playground calls with the access token of its user, for one of their projects. */

let world: World;
let model: { id: string; name: string };
let customer: Customer;
beforeAll(async () => {
  world = await createWorld();
  model = await world.addModel('plain');
  customer = await world.addCustomer([model], '1000');
});
afterAll(() => world.close());

const alias = '/api/v1/chat/completions';
const chat = (more: object = {}) => ({
  model: model.name,
  messages: [{ role: 'user', content: 'hi' }],
  ...more,
});
async function ask(token: string, project?: string, path = alias) {
  const headers = { authorization: `Bearer ${token}`, ...(project && { 'x-litemaas-project': project }) };
  const response = await customer.post(path, chat(), headers);
  const body = (await response.json()) as { error?: { code: string } };
  return { status: response.status, code: body.error?.code, requestId: response.headers.get('x-request-id') };
}
const projectsOf = async (accountId: string) => {
  const { rows } = await world.db.query<{ id: string; is_default: boolean }>(
    'SELECT id, is_default FROM projects WHERE account_id = $1 ORDER BY is_default DESC',
    [accountId],
  );
  return rows.map(({ id }) => id);
};
const addProject = async (accountId: string, name: string) => {
  const id = newId('prj');
  await world.db.query('INSERT INTO projects (id, account_id, name) VALUES ($1, $2, $3)', [
    id,
    accountId,
    name,
  ]);
  return id;
};
const recordOf = async (requestId: string | null) => {
  const { rows } = await world.db.query('SELECT * FROM usage_records WHERE request_id = $1', [requestId]);
  return rows[0] as Record<string, unknown>;
};
const invalid = { status: 401, code: 'invalid_api_key' };

describe('an access token', () => {
  test('calls for the default project of the personal account', async () => {
    const answer = await ask(customer.accessToken);
    expect(answer.status).toBe(200);
    expect(await recordOf(answer.requestId)).toMatchObject({
      account_id: customer.accountId,
      project_id: (await projectsOf(customer.accountId))[0],
      key_id: null,
      user_id: customer.userId,
      surface: 'chat.completions',
    });
  });

  test('calls for a project that is named', async () => {
    const project = await addProject(customer.accountId, 'Named');
    const answer = await ask(customer.accessToken, project);
    expect(answer.status).toBe(200);
    expect(await recordOf(answer.requestId)).toMatchObject({ project_id: project });
  });

  test('streams, and pays like a key', async () => {
    const before = await customer.credits();
    const headers = { authorization: `Bearer ${customer.accessToken}` };
    const response = await customer.post(
      alias,
      chat({ stream: true, stream_options: { include_usage: true } }),
      headers,
    );
    expect(await response.text()).toMatch(/"cost_credits":"0\.\d+"}}\n\ndata: \[DONE]\n\n$/);
    expect((await customer.credits()).balanceCredits).not.toBe(before.balanceCredits);
  });

  test.each(['/v1/chat/completions', '/v1/embeddings'])('is no key at %s', async (path) => {
    expect(await ask(customer.accessToken, undefined, path)).toMatchObject(invalid);
  });
  test('is no key at the list of models', async () => {
    const response = await fetch(`${world.url}/v1/models`, {
      headers: { authorization: `Bearer ${customer.accessToken}` },
    });
    expect(response.status).toBe(401);
  });

  test('is refused when it is forged, cut short or of another server', async () => {
    const [head, payload, signature] = customer.accessToken.split('.') as [string, string, string];
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as object;
    const forged = Buffer.from(JSON.stringify({ ...claims, sub: world.admin.userId })).toString('base64url');
    const unsigned = Buffer.from('{"alg":"none","typ":"JWT"}').toString('base64url');
    for (const token of [`${head}.${forged}.${signature}`, `${head}.${payload}`, `${unsigned}.${payload}.`])
      expect(await ask(token)).toMatchObject(invalid);
  });
});

describe('a project', () => {
  test.each(['prj_0000', 'nonsense', "' OR 1=1 --", '%', ' '])(
    'that there is not (%j) is 401',
    async (project) => {
      expect(await ask(customer.accessToken, project)).toMatchObject(invalid);
    },
  );
  test('of another user is 401', async () => {
    const other = await world.addCustomer([model], '1000');
    const [project] = await projectsOf(other.accountId);
    expect(await ask(customer.accessToken, project)).toMatchObject(invalid);
    expect((await ask(other.accessToken, project)).status).toBe(200);
  });
  test.each([
    ['owner', 200],
    ['admin', 200],
    ['developer', 200],
    ['billing', 401],
    ['viewer', 401],
  ])('of a team, for its %s: %i', async (role, status) => {
    const person = await signUp(world.app);
    const team = await createTeam(world.db, person, role);
    const free = await world.addModel('plain', { prices: { free: true } });
    await world.admin.call('POST', `/api/v1/admin/accounts/${team}/subscriptions`, { modelId: free.id });
    const [project] = await projectsOf(team);
    const headers = { authorization: `Bearer ${person.accessToken}`, 'x-litemaas-project': project! };
    expect((await customer.post(alias, { ...chat(), model: free.name }, headers)).status).toBe(status);
  });
});

test('a key still is one, and the project header says nothing to it', async () => {
  const answer = await ask(customer.key, 'prj_0000');
  expect(answer.status).toBe(200);
  expect(await recordOf(answer.requestId)).toMatchObject({ key_id: customer.keyId });
});

test('an ended session stops calling within five seconds, a disabled user within one', async () => {
  const leaver = await world.addCustomer([model], '1000');
  const banned = await world.addCustomer([model], '1000');
  for (const { accessToken } of [leaver, banned]) expect((await ask(accessToken)).status).toBe(200);
  const sessions = await leaver.call('GET', '/api/v1/auth/sessions');
  const ended = await leaver.call('DELETE', `/api/v1/auth/sessions/${sessions.body.data[0].id}`);
  expect(ended.status).toBe(204);
  await world.admin.call('PATCH', `/api/v1/admin/users/${banned.userId}`, { disabled: true });
  await expect.poll(() => ask(banned.accessToken), { timeout: 1_000 }).toMatchObject(invalid);
  await expect.poll(() => ask(leaver.accessToken)).toMatchObject(invalid);
});
