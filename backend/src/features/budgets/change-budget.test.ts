import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/app.ts';
import { auditsOf } from '../../../test/audit.ts';
import { createBudget, meterOf } from '../../../test/budgets.ts';
import { createModel, createProvider } from '../../../test/catalogue.ts';
import { type Person, signUp, signUpAs } from '../../../test/people.ts';

let server: TestApp;
let admin: Person;
let provider: { id: string; name: string };
let model: { id: string; name: string };
beforeAll(async () => {
  server = await createTestApp();
  admin = await signUpAs('admin', server.app, server.db);
  provider = await createProvider(admin);
  model = await createModel(admin, provider.id, { autoApprove: true, displayName: 'The model' });
});
afterAll(() => server.close());

const mine = '/api/v1/accounts/me/budgets';

describe('read', () => {
  test('a page at a time, the newest first, by scope', async () => {
    const person = await signUp(server.app);
    const made = [];
    for (const period of ['day', 'week', 'month']) made.unshift(await createBudget(person, { period }));
    const own = await createBudget(person, { scope: 'member', scopeId: person.userId });
    const first = (await person.call('GET', `${mine}?limit=2`)).body;
    expect(first.data).toEqual([own, made[0]]);
    const rest = (await person.call('GET', `${mine}?limit=2&cursor=${first.nextCursor}`)).body;
    expect(rest).toEqual({ data: [made[1], made[2]], nextCursor: null });
    expect((await person.call('GET', `${mine}?scope=member&scopeId=${person.userId}`)).body.data).toEqual([
      own,
    ]);
    expect((await person.call('GET', `${mine}?scope=nobody`)).status).toBe(400);
    expect((await person.call('GET', `${mine}?cursor=nonsense`)).status).toBe(400);
  });

  test('shows what is used, in the window that holds now', async () => {
    const person = await signUp(server.app);
    const { id } = await createBudget(person, { unit: 'credits', limit: '10', period: 'day' });
    const show = async () => (await person.call('GET', `${mine}/${id}`)).body;
    const use = (used: string, held: string) =>
      server.db.query(
        `UPDATE meters SET credits_used = $2, credits_held = $3 WHERE id = (SELECT meter_id FROM budgets WHERE id = $1)`,
        [id, used, held],
      );
    await use('4999999', '1000000');
    expect(await show()).toMatchObject({
      used: '4.999999',
      held: '1',
      remaining: '4.000001',
      percentage: 49,
      status: 'ok',
    });
    await use('5000000', '9000000');
    expect(await show()).toMatchObject({ remaining: '0', percentage: 50, status: 'warning' });
    await use('10000001', '0');
    expect(await show()).toMatchObject({ remaining: '0', percentage: 100, status: 'exceeded' });
    await server.db.query(
      `UPDATE meters SET window_start_ms = window_start_ms - 86400000, window_end_ms = window_start_ms
       WHERE id = (SELECT meter_id FROM budgets WHERE id = $1)`,
      [id],
    );
    const before = await meterOf(server.db, id);
    expect(await show()).toMatchObject({ used: '0', remaining: '10', percentage: 0, status: 'ok' });
    expect(Date.parse((await show()).windowEnd)).toBeGreaterThan(Date.now());
    expect(await meterOf(server.db, id)).toEqual(before);
  });
});

describe('change', () => {
  test('what is sent, at once; the rest stays', async () => {
    const budget = await createBudget(await signUpOnce(), { limit: '10', thresholds: [10] });
    const url = `${mine}/${budget.id}`;
    const change = { limit: '20', name: 'More', thresholds: [70, 60], onExceed: 'alert' };
    const { status, body } = await changer.call('PATCH', url, change);
    expect(status).toBe(200);
    expect(body).toEqual({
      ...budget,
      ...change,
      thresholds: [60, 70],
      remaining: '20',
      updatedAt: expect.any(String) as string,
    });
    expect(await meterOf(server.db, budget.id)).toMatchObject({ requests_limit: null, is_live: true });
    expect((await changer.call('PATCH', url, { onExceed: 'block', name: null })).body).toMatchObject({
      name: null,
      limit: '20',
    });
    expect(await meterOf(server.db, budget.id)).toMatchObject({ requests_limit: 20n });
    expect((await auditsOf(server.db, budget.id)).slice(1)).toMatchObject([
      { action: 'budget.update', details: { ...change, limitBefore: '10' } },
      { action: 'budget.update', details: { onExceed: 'block', name: null, limitBefore: '20' } },
    ]);
  });

  test('refuses what does not fit, and changes nothing', async () => {
    const budget = await createBudget(await signUpOnce());
    const url = `${mine}/${budget.id}`;
    for (const [change, path] of [
      [{ limit: '0' }, '/limit'],
      [{ limit: '1.5' }, '/limit'],
      [{ onExceed: 'fallback' }, '/fallbackModelId'],
      [{ fallbackModelId: model.id }, '/fallbackModelId'],
      [{ period: 'day' }, '/period'],
      [{ unit: 'tokens' }, '/unit'],
    ] as const) {
      const { status, body } = await changer.call('PATCH', url, change);
      expect([status, body.errors[0].path]).toEqual([400, path]);
    }
    expect((await changer.call('GET', url)).body).toEqual(budget);
    expect((await changer.call('PATCH', `${mine}/bud_none`, {})).status).toBe(404);
  });

  test('a fallback comes and goes with its model', async () => {
    const budget = await createBudget(await signUpOnce());
    const url = `${mine}/${budget.id}`;
    const fallback = { onExceed: 'fallback', fallbackModelId: model.name };
    expect((await changer.call('PATCH', url, fallback)).body).toMatchObject({ fallbackModelId: model.id });
    expect((await changer.call('PATCH', url, { limit: '11' })).body).toMatchObject({
      fallbackModelId: model.id,
    });
    expect((await changer.call('PATCH', url, { onExceed: 'block' })).body).toMatchObject({
      onExceed: 'block',
      fallbackModelId: null,
    });
  });

  test('ends by deletion: the limit is gone, the meter rests when it was the last one', async () => {
    const person = await signUpOnce();
    const [requests, tokens] = [await createBudget(person), await createBudget(person, { unit: 'tokens' })];
    expect((await person.call('DELETE', `${mine}/${requests.id}`)).status).toBe(204);
    expect(await meterOf(server.db, requests.id)).toMatchObject({
      requests_limit: null,
      tokens_limit: 10n,
      is_live: true,
    });
    expect((await person.call('DELETE', `${mine}/${tokens.id}`)).status).toBe(204);
    expect(await meterOf(server.db, tokens.id)).toMatchObject({ tokens_limit: null, is_live: false });
    for (const method of ['GET', 'PATCH', 'DELETE'] as const)
      expect(
        (await person.call(method, `${mine}/${tokens.id}`, method === 'PATCH' ? {} : undefined)).status,
      ).toBe(404);
    expect((await auditsOf(server.db, tokens.id)).map(({ action }) => action)).toEqual([
      'budget.create',
      'budget.delete',
    ]);
  });

  let changer: Person;
  const signUpOnce = async () => (changer = await signUp(server.app));
});
