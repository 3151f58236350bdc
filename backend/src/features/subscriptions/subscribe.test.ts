import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/app.ts';
import { auditsOf } from '../../../test/audit.ts';
import { createModel, createProvider, createTeam } from '../../../test/catalogue.ts';
import { type Person, signUp, signUpAs } from '../../../test/people.ts';
import { setSubscriptionStatus, subscriptionRow } from '../../../test/subscriptions.ts';

let server: TestApp;
let admin: Person;
let user: Person;
let stranger: Person;
let provider: { id: string };
beforeAll(async () => {
  server = await createTestApp();
  admin = await signUpAs('admin', server.app, server.db);
  user = await signUp(server.app);
  stranger = await signUp(server.app);
  provider = await createProvider(admin);
});
afterAll(() => server.close());

const mine = '/api/v1/accounts/me/subscriptions';
const ask = (modelId: string, person = user) => person.call('POST', mine, { modelId });

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
      quota: {
        requestsPerMonth: 10_000,
        tokensPerMonth: 1_000_000,
        requestsUsed: 0,
        tokensUsed: 0,
        resetsAt: expect.stringMatching(/-01T00:00:00.000Z$/) as string,
      },
      createdAt: expect.any(String) as string,
      updatedAt: expect.any(String) as string,
    });
    expect((await subscriptionRow(server.db, answer.body.id)).status).toBe(status);
    expect(await auditsOf(server.db, answer.body.id)).toEqual([
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
    await setSubscriptionStatus(server.db, first.body.id, status);
    const { status: code, body } = await ask(id);
    expect([code, body.code]).toEqual([409, 'already_subscribed']);
    expect((await subscriptionRow(server.db, first.body.id)).status).toBe(status);
  });

  test.each(['denied', 'cancelled', 'expired'])('again after it was %s: the same row', async (status) => {
    const { id } = await createModel(admin, provider.id, { autoApprove: true });
    const first = await ask(id);
    await setSubscriptionStatus(server.db, first.body.id, status);
    const again = await ask(id);
    expect(again.status).toBe(201);
    expect(again.body).toMatchObject({ id: first.body.id, status: 'active', reason: null });
    // It was asked for now; what an admin grants was not asked for at all.
    expect(again.body.createdAt > first.body.createdAt).toBe(true);
    await setSubscriptionStatus(server.db, first.body.id, status);
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
    const actions = (await auditsOf(server.db, winner!.body.id)).map(({ action }) => action);
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
    await setSubscriptionStatus(server.db, id, status);
    const answer = await user.call('POST', `${mine}/${id}/cancel`);
    expect([answer.status, answer.body.status]).toEqual([200, 'cancelled']);
    expect((await auditsOf(server.db, id)).at(-1)).toMatchObject({
      action: 'subscription.cancel',
      actor_user_id: user.userId,
    });
  });

  test.each(['denied', 'cancelled', 'expired'])('a subscription that is %s already', async (status) => {
    const { id } = (await ask((await createModel(admin, provider.id)).id)).body;
    await setSubscriptionStatus(server.db, id, status);
    const answer = await user.call('POST', `${mine}/${id}/cancel`);
    expect([answer.status, answer.body.code]).toEqual([409, 'not_cancellable']);
  });
});

describe('access', () => {
  test("another account's subscription is not there", async () => {
    const { id } = (await ask((await createModel(admin, provider.id)).id)).body;
    expect((await stranger.call('POST', `${mine}/${id}/cancel`)).status).toBe(404);
    const theirs = `/api/v1/accounts/${user.accountId}/subscriptions`;
    expect((await stranger.call('GET', theirs)).status).toBe(404);
    expect((await stranger.call('POST', `${theirs}/${id}/cancel`)).status).toBe(404);
    expect((await subscriptionRow(server.db, id)).status).toBe('pending');
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
});
