import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/app.ts';
import { createModel, createProvider, createTeam } from '../../../test/catalogue.ts';
import { type Person, signUp, signUpAs } from '../../../test/people.ts';

let server: TestApp;
let admin: Person;
let auditor: Person;
let user: Person;
let stranger: Person;
let provider: { id: string };
beforeAll(async () => {
  server = await createTestApp();
  admin = await signUpAs('admin', server.app, server.db);
  auditor = await signUpAs('auditor', server.app, server.db);
  user = await signUp(server.app);
  stranger = await signUp(server.app);
  provider = await createProvider(admin);
});
afterAll(() => server.close());

const mine = '/api/v1/accounts/me/subscriptions';
const all = '/api/v1/admin/subscriptions';
const ask = (modelId: string, person = user) => person.call('POST', mine, { modelId });
const row = async (id: string) =>
  (
    await server.db.query<{ status: string; reason: string | null; decided_by: string | null }>(
      'SELECT status, reason, decided_by, decided_at FROM subscriptions WHERE id = $1',
      [id],
    )
  ).rows[0]!;
const audits = async (id: string) =>
  (
    await server.db.query(
      'SELECT action, actor_user_id, account_id, request_id, details FROM audit_log WHERE target_id = $1 ORDER BY id',
      [id],
    )
  ).rows;

describe('subscribe', () => {
  test.each([
    [true, 'active'],
    [false, 'pending'],
  ])('to a listed model, auto-approval %s: %s', async (autoApprove, status) => {
    const model = await createModel(admin, provider.id, { autoApprove, displayName: 'Shown' });
    const answer = await ask(model.id);
    expect(answer.status).toBe(201);
    expect(answer.body).toEqual({
      id: expect.stringMatching(/^sub_/) as string,
      modelId: model.id,
      modelName: model.name,
      modelDisplayName: 'Shown',
      status,
      reason: null,
      createdAt: expect.any(String) as string,
      updatedAt: expect.any(String) as string,
    });
    expect((await row(answer.body.id)).status).toBe(status);
    expect(await audits(answer.body.id)).toEqual([
      {
        action: 'subscription.create',
        actor_user_id: user.userId,
        account_id: user.accountId,
        request_id: answer.headers['x-request-id'],
        details: { modelId: model.id, status },
      },
    ]);
    const { body } = await user.call('GET', mine);
    expect(body.data).toContainEqual(answer.body);
  });

  test.each([
    { visibility: 'restricted', autoApprove: true },
    { visibility: 'hidden', autoApprove: true },
    { enabled: false },
  ])('to a model that cannot be seen: %j', async (fields) => {
    const { id } = await createModel(admin, provider.id, fields);
    expect((await ask(id)).status).toBe(404);
    expect((await ask('mdl_none')).status).toBe(404);
  });

  test('to a restricted model seen through another account: pending, whatever auto-approval says', async () => {
    const { id } = await createModel(admin, provider.id, { visibility: 'restricted', autoApprove: true });
    const team = await createTeam(server.db, user, 'owner');
    await admin.call('POST', `/api/v1/admin/accounts/${team}/subscriptions`, { modelId: id });
    expect((await ask(id)).body.status).toBe('pending');
  });

  test.each(['pending', 'active', 'suspended'])('again while it is %s', async (status) => {
    const { id } = await createModel(admin, provider.id);
    const first = await ask(id);
    await setStatus(first.body.id, status);
    const { status: code, body } = await ask(id);
    expect([code, body.code]).toEqual([409, 'already_subscribed']);
    expect((await row(first.body.id)).status).toBe(status);
  });

  test.each(['denied', 'cancelled', 'expired'])('again after it was %s: the same row', async (status) => {
    const { id } = await createModel(admin, provider.id, { autoApprove: true });
    const first = await ask(id);
    await setStatus(first.body.id, status);
    const again = await ask(id);
    expect(again.status).toBe(201);
    expect(again.body).toMatchObject({ id: first.body.id, status: 'active', reason: null });
    // It was asked for now; what an admin grants was not asked for at all.
    expect(again.body.createdAt > first.body.createdAt).toBe(true);
    await setStatus(first.body.id, status);
    const grant = `/api/v1/admin/accounts/${user.accountId}/subscriptions`;
    const granted = await admin.call('POST', grant, { modelId: id });
    expect(granted.body).toMatchObject({ id: first.body.id, createdAt: again.body.createdAt });
  });

  test('many clicks at once give one subscription', async () => {
    const { id } = await createModel(admin, provider.id);
    const answers = await Promise.all(Array.from({ length: 8 }, () => ask(id)));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409, 409, 409, 409]);
    const [winner] = answers.filter(({ status }) => status === 201);
    await user.call('POST', `${mine}/${winner!.body.id}/cancel`);
    const renewed = await Promise.all(Array.from({ length: 4 }, () => ask(id)));
    expect(renewed.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409]);
    const actions = (await audits(winner!.body.id)).map(({ action }) => action);
    expect(actions).toEqual(['subscription.create', 'subscription.cancel', 'subscription.create']);
  });

  test('nobody gets in while the model becomes restricted', async () => {
    const { id } = await createModel(admin, provider.id, { autoApprove: true });
    const people = await Promise.all(Array.from({ length: 6 }, () => signUp(server.app)));
    await Promise.all([
      ...people.map((person) => ask(id, person)),
      admin.call('PATCH', `/api/v1/admin/models/${id}`, { visibility: 'restricted' }),
    ]);
    const { rows } = await server.db.query(
      `SELECT id FROM subscriptions WHERE model_id = $1 AND status = 'active'`,
      [id],
    );
    expect(rows).toEqual([]);
  });

  test.each([{}, { modelId: 1 }, { modelId: '' }, { modelId: 'x', modell: 'y' }])(
    '%j is refused',
    async (body) => {
      expect((await user.call('POST', mine, body)).status).toBe(400);
    },
  );
});

describe('cancel', () => {
  test.each(['pending', 'active', 'suspended'])('a subscription that is %s', async (status) => {
    const { id } = (await ask((await createModel(admin, provider.id)).id)).body;
    await setStatus(id, status);
    const answer = await user.call('POST', `${mine}/${id}/cancel`);
    expect([answer.status, answer.body.status]).toEqual([200, 'cancelled']);
    expect((await audits(id)).at(-1)).toMatchObject({
      action: 'subscription.cancel',
      actor_user_id: user.userId,
    });
  });

  test.each(['denied', 'cancelled', 'expired'])('a subscription that is %s already', async (status) => {
    const { id } = (await ask((await createModel(admin, provider.id)).id)).body;
    await setStatus(id, status);
    const answer = await user.call('POST', `${mine}/${id}/cancel`);
    expect([answer.status, answer.body.code]).toEqual([409, 'not_cancellable']);
  });
});

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
    expect(await row(id)).toMatchObject({ status: 'active', decided_by: admin.userId });
    expect((await audits(id)).at(-1)).toMatchObject({
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
      expect((await row(id)).status).toBe('pending');
    },
  );

  test('two admins at once: one decides', async () => {
    const { id } = (await ask((await createModel(admin, provider.id)).id)).body;
    const answers = await Promise.all([
      admin.call('POST', `${all}/${id}/approve`, {}),
      admin.call('POST', `${all}/${id}/deny`, { comment: 'No' }),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(await audits(id)).toHaveLength(2);
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
    await setStatus(granted.body.id, 'denied');
    expect((await admin.call('POST', grants, { modelId: id })).body.id).toBe(granted.body.id);
    expect((await audits(granted.body.id)).map(({ action }) => action)).toEqual([
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
  const people = [user, stranger, await signUp(server.app)];
  for (const person of people) await ask(model.id, person);
  const first = (await admin.call('GET', `${all}?status=pending&limit=2`)).body;
  const second = (await admin.call('GET', `${all}?status=pending&limit=2&cursor=${first.nextCursor}`)).body;
  const emails = [...first.data, ...second.data].map(({ userEmail }: { userEmail: string }) => userEmail);
  expect(emails).toEqual(people.map(({ email }) => email));
  expect(second.nextCursor).toBeNull();
  expect((await admin.call('GET', `${all}?status=odd`)).status).toBe(400);
});

describe('access', () => {
  test("another account's subscription is not there", async () => {
    const { id } = (await ask((await createModel(admin, provider.id)).id)).body;
    expect((await stranger.call('POST', `${mine}/${id}/cancel`)).status).toBe(404);
    const theirs = `/api/v1/accounts/${user.accountId}/subscriptions`;
    expect((await stranger.call('GET', theirs)).status).toBe(404);
    expect((await stranger.call('POST', `${theirs}/${id}/cancel`)).status).toBe(404);
    expect((await row(id)).status).toBe('pending');
    expect(JSON.stringify((await stranger.call('GET', mine)).body)).not.toContain(id);
  });

  test.each([
    ['owner', 201],
    ['admin', 201],
    ['developer', 201],
    ['billing', 403],
    ['viewer', 403],
  ])('a %s of a team: %i', async (role, status) => {
    const team = await createTeam(server.db, user, role);
    const { id } = await createModel(admin, provider.id);
    const theirs = `/api/v1/accounts/${team}/subscriptions`;
    expect((await user.call('POST', theirs, { modelId: id })).status).toBe(status);
    expect((await user.call('GET', theirs)).status).toBe(200);
    const granted = await admin.call('POST', `/api/v1/admin/accounts/${team}/subscriptions`, { modelId: id });
    const { data } = (await user.call('GET', theirs)).body;
    const cancelled = await user.call('POST', `${theirs}/${data[0].id}/cancel`);
    expect([granted.status, cancelled.status]).toEqual([201, status === 201 ? 200 : 403]);
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
    expect((await row(id)).status).toBe('pending');
  });
});

async function setStatus(id: string, status: string): Promise<void> {
  await server.db.query(`UPDATE subscriptions SET status = $2, reason = 'Because' WHERE id = $1`, [
    id,
    status,
  ]);
}
