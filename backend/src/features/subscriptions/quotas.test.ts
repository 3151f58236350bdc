import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/app.ts';
import { createModel, createProvider } from '../../../test/catalogue.ts';
import { type Person, signUp, signUpAs } from '../../../test/people.ts';

let server: TestApp;
let admin: Person;
let user: Person;
let id: string;
beforeAll(async () => {
  server = await createTestApp();
  admin = await signUpAs('admin', server.app, server.db);
  user = await signUp(server.app);
  const model = await createModel(admin, (await createProvider(admin)).id, { autoApprove: true });
  id = (await user.call('POST', mine, { modelId: model.id })).body.id;
});
afterAll(() => server.close());

const mine = '/api/v1/accounts/me/subscriptions';
const change = (body: object, person = admin, subscription = id) =>
  person.call('PATCH', `/api/v1/admin/subscriptions/${subscription}`, body);
const limits = async () =>
  (
    await server.db.query(
      `SELECT requests_limit, tokens_limit FROM meters WHERE scope = 'subscription' AND scope_id = $1`,
      [id],
    )
  ).rows[0];

test('is set, one part at a time, or lifted; its account sees it with what is used', async () => {
  const answer = await change({ requestsPerMonth: 5 });
  expect(answer.status).toBe(200);
  expect(answer.body.quota).toMatchObject({ requestsPerMonth: 5, tokensPerMonth: 1_000_000 });
  expect(answer.body.accountId).toBe(user.accountId);
  expect((await change({ tokensPerMonth: null })).body.quota).toMatchObject({
    requestsPerMonth: 5,
    tokensPerMonth: null,
  });
  expect(await limits()).toEqual({ requests_limit: 5n, tokens_limit: null });
  await server.db.query(
    `UPDATE meters SET requests_used = 3, tokens_used = 70 WHERE scope = 'subscription' AND scope_id = $1`,
    [id],
  );
  const quotaSeen = async () => (await user.call('GET', mine)).body.data[0].quota;
  expect(await quotaSeen()).toEqual({
    requestsPerMonth: 5,
    tokensPerMonth: null,
    requestsUsed: 3,
    tokensUsed: 70,
    resetsAt: expect.any(String) as string,
  });
  await server.db.query(
    `UPDATE meters SET window_end_ms = window_start_ms + 1 WHERE scope = 'subscription' AND scope_id = $1`,
    [id],
  );
  expect(await quotaSeen()).toMatchObject({ requestsUsed: 0, tokensUsed: 0 });
  const { rows } = await server.db.query(
    `SELECT actor_user_id, account_id, details FROM audit_log WHERE action = 'subscription.quota' ORDER BY id`,
  );
  const entry = { actor_user_id: admin.userId, account_id: user.accountId };
  expect(rows).toEqual([
    {
      ...entry,
      details: { requestsPerMonth: 5, before: { requestsPerMonth: '10000', tokensPerMonth: '1000000' } },
    },
    {
      ...entry,
      details: { tokensPerMonth: null, before: { requestsPerMonth: '5', tokensPerMonth: '1000000' } },
    },
  ]);
});

test.each([{ requestsPerMonth: 0 }, { tokensPerMonth: -1 }, { tokensPerMonth: '7' }, { requests: 7 }])(
  'refuses %j',
  async (body) => {
    expect((await change(body)).status).toBe(400);
  },
);

test('is for admins, and of a subscription that is there', async () => {
  expect((await change({}, user)).status).toBe(403);
  expect((await change({}, admin, 'sub_none')).status).toBe(404);
});
