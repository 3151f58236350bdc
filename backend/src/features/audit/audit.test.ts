import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/app.ts';
import { createProvider } from '../../../test/catalogue.ts';
import { type Person, signUp, signUpAs } from '../../../test/people.ts';
import type { AuditEntry } from './schemas.ts';

let server: TestApp;
let admin: Person;
let auditor: Person;
let user: Person;
beforeAll(async () => {
  server = await createTestApp();
  admin = await signUpAs('admin', server.app, server.db);
  auditor = await signUpAs('auditor', server.app, server.db);
  user = await signUp(server.app);
});
afterAll(() => server.close());

async function list(query = ''): Promise<AuditEntry[]> {
  const { status, body } = await auditor.call('GET', `/api/v1/admin/audit?${query}`);
  expect(status).toBe(200);
  return body.data as AuditEntry[];
}
const disable = (disabled: boolean) =>
  admin.call('PATCH', `/api/v1/admin/users/${user.userId}`, { disabled });

test('says who did what to whom, in which request', async () => {
  const answer = await disable(true);
  await disable(false);
  const [, entry] = await list(`target=${user.userId}`);
  expect(entry).toEqual({
    id: expect.stringMatching(/^\d+$/) as string,
    at: expect.any(String) as string,
    actorUserId: admin.userId,
    actorEmail: admin.email,
    action: 'user.disable',
    targetType: 'user',
    targetId: user.userId,
    targetName: user.email,
    accountId: null,
    requestId: answer.headers['x-request-id'],
    details: {},
  });
});

test('calls budgets, grants, kill switches and corrections by what they are about', async () => {
  const other = await signUp(server.app);
  const account = `/api/v1/admin/accounts/${other.accountId}`;
  const grant = { amountCredits: '5', kind: 'promotional', description: 'Workshop' };
  const given = await admin.call('POST', `${account}/grants`, grant, { 'idempotency-key': 'audit-grant' });
  const limit = { scope: 'account', unit: 'requests', limit: '9', period: 'day' };
  const budget = await other.call('POST', '/api/v1/accounts/me/budgets', limit);
  const stop = { scope: 'account', scopeId: other.accountId, reason: 'A test' };
  const thrown = await admin.call('POST', '/api/v1/admin/kill-switches', stop);
  const names = async (id: string) =>
    (await list(`target=${id}`)).map(({ action, targetName }) => [action, targetName]);
  expect(await names(given.body.id)).toEqual([['credits.grant', 'Workshop']]);
  expect(await names(budget.body.id)).toEqual([['budget.create', other.email]]);
  expect(await names(thrown.body.id)).toEqual([['kill_switch.throw', other.email]]);
});

test('keeps the details, and the name of what is gone in them', async () => {
  const { id, name } = await createProvider(admin, { name: 'Short-lived' });
  await admin.call('DELETE', `/api/v1/admin/providers/${id}`);
  const [removed] = await list(`target=${id}`);
  expect(removed).toMatchObject({ action: 'provider.delete', targetName: null, details: { name } });
});

describe('filters', () => {
  test('by who did it: their id, or a part of their e-mail', async () => {
    const byId = await list(`actor=${admin.userId}`);
    expect(new Set(byId.map(({ actorUserId }) => actorUserId))).toEqual(new Set([admin.userId]));
    expect(await list(`actor=${encodeURIComponent(admin.email.slice(0, 20).toUpperCase())}`)).toEqual(byId);
    expect(await list('actor=%25')).toEqual([]);
  });

  test('by action: one, or all of a kind', async () => {
    const actions = async (query: string) => [...new Set((await list(query)).map(({ action }) => action))];
    expect(await actions('action=user.disable')).toEqual(['user.disable']);
    expect((await actions('action=user.')).sort()).toEqual(['user.create', 'user.disable', 'user.enable']);
    expect(await actions('action=user')).toEqual([]);
  });

  test('by the account it concerns', async () => {
    const [created] = await list(`target=${user.accountId}`);
    expect(created).toMatchObject({ action: 'user.create', accountId: user.accountId });
  });

  test('by time', async () => {
    const all = await list(`target=${user.userId}`);
    const middle = encodeURIComponent(all[1]!.at);
    const since = await list(`target=${user.userId}&from=${middle}`);
    const before = await list(`target=${user.userId}&to=${middle}`);
    expect([...since, ...before].map(({ id }) => id)).toEqual(all.map(({ id }) => id));
    const wrong = await auditor.call('GET', '/api/v1/admin/audit?from=2026-02-30T25:00:00Z');
    expect(wrong.status).toBe(400);
  });
});

test('comes in pages', async () => {
  const all = await list('limit=200');
  const first = (await auditor.call('GET', '/api/v1/admin/audit?limit=2')).body;
  const second = await list(`limit=200&cursor=${first.nextCursor}`);
  expect([...first.data, ...second]).toEqual(all);
  const cursor = Buffer.from('["none"]').toString('base64url');
  expect((await auditor.call('GET', `/api/v1/admin/audit?cursor=${cursor}`)).status).toBe(400);
});
