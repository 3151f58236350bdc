import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/app.ts';
import { auditsOf } from '../../../test/audit.ts';
import { createModel, createProvider } from '../../../test/catalogue.ts';
import { type Person, signUp, signUpAs } from '../../../test/people.ts';
import { setSubscriptionStatus, subscriptionRow } from '../../../test/subscriptions.ts';

let server: TestApp;
let admin: Person;
let auditor: Person;
let user: Person;
let provider: { id: string };
beforeAll(async () => {
  server = await createTestApp();
  admin = await signUpAs('admin', server.app, server.db);
  auditor = await signUpAs('auditor', server.app, server.db);
  user = await signUp(server.app);
  provider = await createProvider(admin);
});
afterAll(() => server.close());

const mine = '/api/v1/accounts/me/subscriptions';
const all = '/api/v1/admin/subscriptions';
const ask = (modelId: string, person = user) => person.call('POST', mine, { modelId });

describe('decide', () => {
  test('approve: active, with the comment in the audit log', async () => {
    const { id } = (await ask((await createModel(admin, provider.id)).id)).body;
    const { status, body } = await admin.call('POST', `${all}/${id}/approve`, { comment: 'Fine' });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      id,
      status: 'active',
      reason: null,
      accountId: user.accountId,
      userEmail: user.email,
      accountName: expect.any(String) as string,
    });
    expect(await subscriptionRow(server.db, id)).toMatchObject({
      status: 'active',
      decided_by: admin.userId,
    });
    expect((await auditsOf(server.db, id)).at(-1)).toMatchObject({
      action: 'subscription.approve',
      actor_user_id: admin.userId,
      account_id: user.accountId,
      details: { comment: 'Fine' },
    });
  });

  test('approve needs no body', async () => {
    const { id } = (await ask((await createModel(admin, provider.id)).id)).body;
    expect((await admin.call('POST', `${all}/${id}/approve`)).status).toBe(200);
  });

  test('deny: the account sees the comment as the reason, and may ask again', async () => {
    const model = await createModel(admin, provider.id);
    const { id } = (await ask(model.id)).body;
    const { body } = await admin.call('POST', `${all}/${id}/deny`, { comment: 'Too costly' });
    expect(body).toMatchObject({ status: 'denied', reason: 'Too costly' });
    const { data } = (await user.call('GET', mine)).body;
    expect(data.find((subscription: { id: string }) => subscription.id === id).reason).toBe('Too costly');
    expect((await ask(model.id)).body).toMatchObject({ id, status: 'pending', reason: null });
  });

  test.each([undefined, {}, { comment: '' }, { comment: ' ' }])(
    'deny with %j is refused',
    async (comment) => {
      const { id } = (await ask((await createModel(admin, provider.id)).id)).body;
      expect((await admin.call('POST', `${all}/${id}/deny`, comment)).status).toBe(400);
      expect((await subscriptionRow(server.db, id)).status).toBe('pending');
    },
  );

  test('two admins at once: one decides', async () => {
    const { id } = (await ask((await createModel(admin, provider.id)).id)).body;
    const answers = await Promise.all([
      admin.call('POST', `${all}/${id}/approve`, {}),
      admin.call('POST', `${all}/${id}/deny`, { comment: 'No' }),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(await auditsOf(server.db, id)).toHaveLength(2);
  });

  test('only what is pending, only what exists', async () => {
    const { id } = (await ask((await createModel(admin, provider.id, { autoApprove: true })).id)).body;
    for (const [path, body] of [
      ['approve', {}],
      ['deny', { comment: 'No' }],
    ] as const) {
      const decided = await admin.call('POST', `${all}/${id}/${path}`, body);
      expect([decided.status, decided.body.code]).toEqual([409, 'not_pending']);
      expect((await admin.call('POST', `${all}/sub_none/${path}`, body)).status).toBe(404);
    }
  });
});

describe('grant', () => {
  test('gives access at once, also to a hidden model, and also after a denial', async () => {
    const { id } = await createModel(admin, provider.id, { visibility: 'hidden' });
    const grants = `/api/v1/admin/accounts/${user.accountId}/subscriptions`;
    const granted = await admin.call('POST', grants, { modelId: id });
    expect([granted.status, granted.body.status]).toEqual([201, 'active']);
    expect((await user.call('GET', `/api/v1/models/${id}`)).status).toBe(200);
    const twice = await admin.call('POST', grants, { modelId: id });
    expect([twice.status, twice.body.code]).toEqual([409, 'already_subscribed']);
    await setSubscriptionStatus(server.db, granted.body.id, 'denied');
    expect((await admin.call('POST', grants, { modelId: id })).body.id).toBe(granted.body.id);
    expect((await auditsOf(server.db, granted.body.id)).map(({ action }) => action)).toEqual([
      'subscription.grant',
      'subscription.grant',
    ]);
  });

  test('unknown account or model', async () => {
    const { id } = await createModel(admin, provider.id);
    const grant = (account: string, modelId: string) =>
      admin.call('POST', `/api/v1/admin/accounts/${account}/subscriptions`, { modelId });
    expect((await grant('acc_none', id)).status).toBe(404);
    expect((await grant(user.accountId, 'mdl_none')).status).toBe(404);
  });
});

test('the queue: pending ones of all accounts, the oldest first, in pages', async () => {
  await server.db.query(`UPDATE subscriptions SET status = 'cancelled' WHERE status = 'pending'`);
  const model = await createModel(admin, provider.id);
  const people = [user, await signUp(server.app), await signUp(server.app)];
  for (const person of people) await ask(model.id, person);
  const first = (await admin.call('GET', `${all}?status=pending&limit=2`)).body;
  const second = (await admin.call('GET', `${all}?status=pending&limit=2&cursor=${first.nextCursor}`)).body;
  const emails = [...first.data, ...second.data].map(({ userEmail }: { userEmail: string }) => userEmail);
  expect(emails).toEqual(people.map(({ email }) => email));
  expect(second.nextCursor).toBeNull();
  expect((await admin.call('GET', `${all}?status=odd`)).status).toBe(400);
});

test('admin routes are for admins; auditors read', async () => {
  const { id } = (await ask((await createModel(admin, provider.id)).id)).body;
  expect((await user.call('GET', all)).status).toBe(403);
  expect((await auditor.call('GET', all)).status).toBe(200);
  for (const person of [user, auditor]) {
    expect((await person.call('POST', `${all}/${id}/approve`, {})).status).toBe(403);
    expect((await person.call('POST', `${all}/${id}/deny`, { comment: 'No' })).status).toBe(403);
    const grants = `/api/v1/admin/accounts/${person.accountId}/subscriptions`;
    expect((await person.call('POST', grants, { modelId: 'x' })).status).toBe(403);
  }
  expect((await server.app.inject(all)).statusCode).toBe(401);
  expect((await server.app.inject(mine)).statusCode).toBe(401);
  expect((await subscriptionRow(server.db, id)).status).toBe('pending');
});
