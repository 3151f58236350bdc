import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/app.ts';
import { createModel, createProvider } from '../../../test/catalogue.ts';
import { type Person, signUp, signUpAs } from '../../../test/people.ts';
import { seedUsage } from '../../../test/usage.ts';

let server: TestApp;
let admin: Person;
let user: Person;
let provider: { id: string; name: string };
beforeAll(async () => {
  server = await createTestApp();
  admin = await signUpAs('admin', server.app, server.db);
  user = await signUp(server.app);
  provider = await createProvider(admin, { enabled: false });
});
afterAll(() => server.close());

const path = '/api/v1/admin/overview';
const overview = async () => (await admin.call('GET', path)).body;

test('of an empty platform', async () => {
  expect(await overview()).toEqual({
    users: 2,
    accounts: 2,
    activeKeys: 0,
    pendingSubscriptions: 0,
    callsToday: 0,
    errorsToday: 0,
    creditsUsedToday: '0',
    creditsOutstanding: '2000',
    providers: [
      { id: provider.id, name: provider.name, kind: 'simulated', enabled: false, breaker: 'closed' },
    ],
  });
});

test('counts keys that work and subscriptions that wait', async () => {
  const [waiting, approved] = [
    await createModel(admin, provider.id),
    await createModel(admin, provider.id, { autoApprove: true }),
  ];
  for (const { id } of [waiting, approved])
    await user.call('POST', '/api/v1/accounts/me/subscriptions', { modelId: id });
  const keys = '/api/v1/accounts/me/api-keys';
  for (const name of ['works', 'revoked', 'expired']) {
    const { id } = (await user.call('POST', keys, { name })).body.apiKey;
    if (name === 'revoked') await user.call('POST', `${keys}/${id}/revoke`);
    if (name === 'expired')
      await server.db.query(`UPDATE api_keys SET expires_at = now() - interval '1 second' WHERE id = $1`, [
        id,
      ]);
  }
  expect(await overview()).toMatchObject({ activeKeys: 1, pendingSubscriptions: 1 });
});

test('sums the calls of all accounts since midnight where the admin lives', async () => {
  const seconds = async (text: string) =>
    (await server.db.query<{ at: Date }>(`SELECT ${text} AS at`)).rows[0]!.at.toISOString();
  const midnight = `date_trunc('day', now(), 'Asia/Kuwait')`;
  await server.db.query(`UPDATE users SET time_zone = 'Asia/Kuwait' WHERE id = $1`, [admin.userId]);
  const call = { projectId: 'prj', modelId: 'mdl', costMicroCredits: 1_500_000n };
  const mine = { ...call, accountId: admin.accountId };
  const theirs = { ...call, accountId: user.accountId };
  await seedUsage(server.db, { ...mine, at: await seconds(`${midnight} - interval '1 millisecond'`) });
  await seedUsage(server.db, { ...mine, at: await seconds(midnight) });
  await seedUsage(server.db, { ...theirs, at: await seconds('now()'), outcome: 'error' });
  await seedUsage(server.db, { ...theirs, at: await seconds('now()'), outcome: 'orphaned' });
  await seedUsage(server.db, { ...theirs, at: await seconds('now()'), outcome: 'aborted' });
  expect(await overview()).toMatchObject({ callsToday: 4, errorsToday: 2, creditsUsedToday: '6' });
});

test('outstanding is what accounts can still spend or owe', async () => {
  await server.db.query(
    `UPDATE meters SET credits_used = 1002500000 WHERE scope_id = $1 AND period = 'total'`,
    [user.accountId],
  );
  expect((await overview()).creditsOutstanding).toBe('997.5');
});

test('is for admins and auditors', async () => {
  const auditor = await signUpAs('auditor', server.app, server.db);
  expect((await auditor.call('GET', path)).status).toBe(200);
  expect((await user.call('GET', path)).status).toBe(403);
  expect((await server.app.inject(path)).statusCode).toBe(401);
});
