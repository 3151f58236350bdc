import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTeam } from '../../../test/catalogue.ts';
import { type Customer, createWorld, type World } from '../../../test/gateway-world.ts';

let world: World;
let model: { id: string; name: string };
let customer: Customer;
beforeAll(async () => {
  world = await createWorld();
  model = await world.addModel('plain');
  customer = await world.addCustomer([model], '1000');
});
afterAll(() => world.close());

const projects = '/api/v1/accounts/me/projects';

async function keepFor(days: number | null, who = customer) {
  const { id } = (await who.call('GET', projects)).body.data[0] as { id: string };
  const { status, body } = await who.call('PATCH', `${projects}/${id}`, { keepTextsDays: days });
  expect([status, body.keepTextsDays]).toEqual([200, days]);
  if (who === customer)
    await (days === null ? expect.poll(isKept).toBe(false) : expect.poll(isThere).toBe(true));
}

/** Whether a call is kept now: the gateway hears of a change in a moment. */
const isKept = async () => (await chat('kept?')).headers.get('x-litemaas-texts') !== null;

/** The same, and its texts are there. */
async function isThere(): Promise<boolean> {
  const { requestId, headers } = await chat('kept?');
  if (headers.get('x-litemaas-texts') === null) return false;
  await expect.poll(async () => (await textsOf(requestId)).status).toBe(200);
  return true;
}

async function chat(content: string, more: object = {}) {
  const body = { model: model.name, messages: [{ role: 'user', content }], max_tokens: 20, ...more };
  const response = await customer.post('/v1/chat/completions', body);
  const text = await response.text();
  return { body, text, headers: response.headers, requestId: response.headers.get('x-request-id') ?? '' };
}

const textsOf = (requestId: string, who: Pick<Customer, 'call'> = customer) =>
  who.call('GET', `/api/v1/accounts/${customer.accountId}/usage/${requestId}/texts`);
const keptCount = async () =>
  (await world.db.query('SELECT count(*)::int AS n FROM kept_texts')).rows[0].n as number;

test('nothing is kept unless the project wants it', async () => {
  const { requestId, headers } = await chat('hello');
  expect(headers.get('x-litemaas-texts')).toBe(null);
  expect((await textsOf(requestId)).status).toBe(404);
  expect(await keptCount()).toBe(0);
});

test('kept for so many days, redacted, encrypted, and told to the caller', async () => {
  await keepFor(7);
  const { requestId, headers, body, text } = await chat('hello, I am jane@example.com');
  expect(headers.get('x-litemaas-texts')).toBe('kept');
  await expect.poll(async () => (await textsOf(requestId)).status).toBe(200);
  const { request, answer, expiresAt } = (await textsOf(requestId)).body;
  expect(JSON.parse(request)).toEqual({
    ...body,
    messages: [{ role: 'user', content: 'hello, I am [e-mail]' }],
  });
  expect(answer).toBe(text);
  const { body: record } = await customer.call('GET', `/api/v1/accounts/me/usage/${requestId}`);
  expect(record.keepsTexts).toBe(true);
  expect(Math.round((Date.parse(expiresAt) - Date.now()) / 86_400_000)).toBe(7);
  const { rows } = await world.db.query('SELECT request, answer FROM kept_texts WHERE request_id = $1', [
    requestId,
  ]);
  expect(rows[0].request.includes('hello') || rows[0].answer.includes('choices')).toBe(false);
});

test('streams as they were sent, and what is too long not at all', async () => {
  const { requestId, text } = await chat('hello', { stream: true });
  await expect.poll(async () => (await textsOf(requestId)).body.answer).toBe(text);
  const long = await chat('x '.repeat(200_000));
  await expect.poll(async () => (await textsOf(long.requestId)).status).toBe(200);
  expect((await textsOf(long.requestId)).body).toMatchObject({ request: null, answer: long.text });
});

test('a call that is refused keeps nothing, and says so', async () => {
  const poor = await world.addCustomer([model], '0');
  await keepFor(7, poor);
  const before = await keptCount();
  const response = await poor.post('/v1/chat/completions', {
    model: model.name,
    messages: [{ role: 'user', content: 'hi' }],
  });
  expect([response.status, response.headers.get('x-litemaas-texts')]).toEqual([402, null]);
  expect(await keptCount()).toBe(before);
});

test('for nobody but those who work with the account', async () => {
  const { requestId } = await chat('hello');
  await expect.poll(async () => (await textsOf(requestId)).status).toBe(200);
  const stranger = await world.addCustomer([], '1');
  expect((await textsOf(requestId, stranger)).status).toBe(404);
  expect((await textsOf(requestId, world.admin)).status).toBe(404);
  const team = await createTeam(world.db, customer, 'viewer');
  expect((await customer.call('GET', `/api/v1/accounts/${team}/usage/${requestId}/texts`)).status).toBe(403);
  const { body } = await customer.call('GET', `/api/v1/accounts/${team}/projects`);
  const url = `/api/v1/accounts/${team}/projects/${body.data[0].id}`;
  expect((await customer.call('PATCH', url, { keepTextsDays: 1 })).status).toBe(403);
  expect((await customer.call('PATCH', `${projects}/prj_none`, { keepTextsDays: 1 })).status).toBe(404);
  for (const days of [0, 366, 1.5]) {
    const id = (await customer.call('GET', projects)).body.data[0].id as string;
    expect((await customer.call('PATCH', `${projects}/${id}`, { keepTextsDays: days })).status).toBe(400);
  }
});

test('what is older than is wanted goes at once, all of it when nothing is to be kept', async () => {
  const old = await chat('old');
  const young = await chat('young');
  await expect.poll(async () => (await textsOf(young.requestId)).status).toBe(200);
  await expect.poll(async () => (await textsOf(old.requestId)).status).toBe(200);
  await world.db.query(
    `UPDATE kept_texts SET created_at = now() - interval '49 hours' WHERE request_id = $1`,
    [old.requestId],
  );
  await keepFor(2);
  expect([(await textsOf(old.requestId)).status, (await textsOf(young.requestId)).status]).toEqual([
    404, 200,
  ]);
  await keepFor(null);
  expect((await textsOf(young.requestId)).status).toBe(404);
  const { rows } = await world.db.query(
    `SELECT count(*)::int AS n FROM audit_log WHERE action = 'project.update' AND account_id = $1`,
    [customer.accountId],
  );
  expect(rows).toEqual([{ n: 3 }]);
  expect((await chat('later')).headers.get('x-litemaas-texts')).toBe(null);
});

test('they end with their time', async () => {
  await keepFor(1);
  const { requestId } = await chat('hello');
  await expect.poll(async () => (await textsOf(requestId)).status).toBe(200);
  await world.db.query(`UPDATE kept_texts SET expires_at = now() - interval '1 second'`);
  expect((await textsOf(requestId)).status).toBe(404);
  await world.app.tidy();
  expect(await keptCount()).toBe(0);
});
