import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type BudgetReply, createBudget } from '../../../test/budgets.ts';
import { type Customer, createWorld, type World } from '../../../test/gateway-world.ts';
import { changesAreKnown } from '../../../test/changes-known.ts';

let world: World;
let model: { id: string; name: string };
beforeAll(async () => {
  world = await createWorld();
  model = await world.addModel('plain', { prices: { perRequestCredits: '1' } });
});
afterAll(() => world.close());

const mine = '/api/v1/accounts/me';
const call = async (customer: Customer) =>
  (
    await customer.post('/v1/chat/completions', {
      model: model.name,
      messages: [{ role: 'user', content: 'hi' }],
      max_tokens: 20,
    })
  ).status;
const calls = async (customer: Customer, count: number) => {
  for (let index = 0; index < count; index += 1) expect(await call(customer)).toBe(200);
};
const read = async (person: Customer, id: string) =>
  (await person.call('GET', `${mine}/budgets/${id}`)).body as BudgetReply;
const alertsOf = async (person: Customer, id?: string) =>
  (await person.call('GET', id ? `${mine}/budgets/${id}/alerts` : `${mine}/alerts`)).body.data;
const counted = async (scope: string) =>
  Number(
    new RegExp(`litemaas_budget_alerts_total\\{scope="${scope}"\\} (\\d+)`).exec(
      (await world.app.inject('/metrics')).body,
    )?.[1] ?? 0,
  );
/** The meter of a budget as if it had been made an hour ago. */
const age = (id: string) =>
  world.db.query(
    `UPDATE meters SET known_since = now() - interval '1 hour' WHERE id = (SELECT meter_id FROM budgets WHERE id = $1)`,
    [id],
  );
const isDue = async (id: string) =>
  (
    await world.db.query<{ recount_due: boolean }>(
      'SELECT recount_due FROM meters WHERE id = (SELECT meter_id FROM budgets WHERE id = $1)',
      [id],
    )
  ).rows[0]?.recount_due;
async function customerWithBudget(fields: object): Promise<[Customer, BudgetReply]> {
  const customer = await world.addCustomer([model], '1000');
  const budget = await createBudget(customer, fields);
  await changesAreKnown(world.url, customer);
  return [customer, budget];
}

describe('thresholds', () => {
  test('raise an alert each, once in a window, the newest first', async () => {
    const before = await counted('account');
    const [customer, { id }] = await customerWithBudget({
      limit: '10',
      name: 'Ten',
      thresholds: [50, 80, 100],
    });
    await calls(customer, 4);
    await world.app.tendBudgets();
    expect(await alertsOf(customer)).toEqual([]);
    await calls(customer, 5);
    await world.app.tendBudgets();
    await world.app.tendBudgets();
    const alert = {
      id: expect.stringMatching(/^alr_/) as string,
      budgetId: id,
      budgetName: 'Ten',
      scope: 'account',
      scopeId: customer.accountId,
      scopeName: customer.email,
      unit: 'requests',
      used: '9',
      limit: '10',
      createdAt: expect.any(String) as string,
    };
    expect(await alertsOf(customer)).toEqual([
      { ...alert, threshold: 80 },
      { ...alert, threshold: 50 },
    ]);
    await calls(customer, 1);
    await world.app.tendBudgets();
    expect(await alertsOf(customer, id)).toHaveLength(3);
    expect((await counted('account')) - before).toBe(3);
    const page = (await customer.call('GET', `${mine}/alerts?limit=2`)).body;
    expect(page.data[0]).toEqual({ ...alert, used: '10', threshold: 100 });
    const rest = (await customer.call('GET', `${mine}/alerts?limit=2&cursor=${page.nextCursor}`)).body;
    expect(rest).toMatchObject({ data: [{ threshold: 50 }], nextCursor: null });
  });

  test('again when the window is new or begun anew, and not when the limit is changed to and fro', async () => {
    const [customer, { id }] = await customerWithBudget({ limit: '2', thresholds: [50] });
    const url = `${mine}/budgets/${id}`;
    await calls(customer, 1);
    await world.app.tendBudgets();
    await customer.call('PATCH', url, { limit: '100' });
    await customer.call('PATCH', url, { limit: '2' });
    await world.app.tendBudgets();
    expect(await alertsOf(customer)).toHaveLength(1);
    await customer.call('POST', `${url}/reset`);
    await world.app.tendBudgets();
    expect(await alertsOf(customer)).toHaveLength(1);
    await calls(customer, 1);
    await world.app.tendBudgets();
    expect(await alertsOf(customer)).toHaveLength(2);
    // A month goes by.
    await world.db.query('UPDATE budget_alerts SET since_ms = since_ms - 2764800000 WHERE budget_id = $1', [
      id,
    ]);
    await world.db.query(
      `UPDATE meters SET window_start_ms = window_start_ms - 2764800000, requests_since_ms = requests_since_ms - 2764800000, window_end_ms = now_ms()
       WHERE id = (SELECT meter_id FROM budgets WHERE id = $1)`,
      [id],
    );
    await world.app.tendBudgets();
    expect(await alertsOf(customer)).toHaveLength(2);
    await calls(customer, 1);
    await world.app.tendBudgets();
    expect(await alertsOf(customer)).toHaveLength(3);
  });

  test('of a budget that only alerts, beyond its limit; deleted, its alerts stay', async () => {
    const [customer, { id }] = await customerWithBudget({
      limit: '1',
      thresholds: [100, 200],
      onExceed: 'alert',
    });
    await calls(customer, 2);
    await world.app.tendBudgets();
    await customer.call('DELETE', `${mine}/budgets/${id}`);
    expect((await alertsOf(customer)).map(({ threshold }: { threshold: number }) => threshold)).toEqual([
      200, 100,
    ]);
    expect((await customer.call('GET', `${mine}/budgets/${id}/alerts`)).status).toBe(404);
  });

  test('of the platform are for admins', async () => {
    const customer = await world.addCustomer([model], '1000');
    const fields = { scope: 'model', scopeId: model.id, limit: '1000000', thresholds: [1] };
    const { id } = await createBudget(world.admin, fields, '/api/v1/admin');
    await world.db.query(
      `UPDATE meters SET requests_used = 10000 WHERE id = (SELECT meter_id FROM budgets WHERE id = $1)`,
      [id],
    );
    await world.app.tendBudgets();
    const [alert] = (await world.admin.call('GET', '/api/v1/admin/alerts')).body.data;
    expect(alert).toMatchObject({ budgetId: id, scope: 'model', threshold: 1, limit: '1000000' });
    expect(await alertsOf(customer)).toEqual([]);
    expect((await customer.call('GET', '/api/v1/admin/alerts')).status).toBe(403);
    await world.admin.call('DELETE', `/api/v1/admin/budgets/${id}`);
  });
});

describe('a budget made when its owner has called already', () => {
  test('counts what was used in the window, at once', async () => {
    const customer = await world.addCustomer([model], '1000');
    await calls(customer, 3);
    const credits = await createBudget(customer, { unit: 'credits', limit: '10' });
    expect(credits).toMatchObject({ used: '3', percentage: 30 });
    const requests = await createBudget(customer, { unit: 'requests', limit: '4', period: 'total' });
    expect(requests).toMatchObject({ used: '3', remaining: '1' });
    await changesAreKnown(world.url, customer);
    expect([await call(customer), await call(customer)]).toEqual([200, 402]);
  });

  test('and what ran meanwhile, as soon as it has ended', async () => {
    const hang = await world.addModel('hang', { prices: { perRequestCredits: '1' } });
    const customer = await world.addCustomer([hang], '1000');
    const gone = new AbortController();
    const body = {
      model: hang.name,
      messages: [{ role: 'user', content: 'hi' }],
      max_tokens: 20,
      user: 'runs',
    };
    const running = customer.post('/v1/chat/completions', body, {}, gone.signal).catch(() => 'left');
    await world.upstream.callOf('runs');
    const { id } = await createBudget(customer);
    await world.db.query(
      `UPDATE meters SET known_since = now() WHERE id = (SELECT meter_id FROM budgets WHERE id = $1)`,
      [id],
    );
    await world.app.tendBudgets();
    expect(await isDue(id)).toBe(true);
    gone.abort();
    expect(await running).toBe('left');
    // The hold of its batch goes a moment after it.
    await expect
      .poll(async () => {
        await world.app.tendBudgets();
        return isDue(id);
      })
      .toBe(false);
    expect(await read(customer, id)).toMatchObject({ used: '1', held: '0' });
    expect((await world.admin.call('GET', '/api/v1/admin/verify')).body.ok).toBe(true);
  });

  test('is counted twice more: soon, and for good when all instances know it for certain', async () => {
    const customer = await world.addCustomer([model], '1000');
    const { id } = await createBudget(customer);
    // What an instance settles that has not heard of it.
    await calls(customer, 1);
    const use = (used: number) =>
      world.db.query(
        `UPDATE meters SET requests_used = $2, known_since = known_since - interval '5 seconds', recounted_at = recounted_at - interval '5 seconds'
         WHERE id = (SELECT meter_id FROM budgets WHERE id = $1)`,
        [id, used],
      );
    await use(0);
    await world.app.tendBudgets();
    expect(await read(customer, id)).toMatchObject({ used: '1' });
    expect(await isDue(id)).toBe(true);
    await use(0);
    await world.app.tendBudgets();
    expect(await read(customer, id)).toMatchObject({ used: '0' });
    await age(id);
    await expect
      .poll(async () => {
        await world.app.tendBudgets();
        return isDue(id);
      })
      .toBe(false);
    expect(await read(customer, id)).toMatchObject({ used: '1' });
  });
});

describe('a budget that stops', () => {
  test('throws the kill switch of its scope at the limit, once in a window; its account lifts it', async () => {
    const [customer, { id }] = await customerWithBudget({ unit: 'credits', limit: '2', onExceed: 'kill' });
    await calls(customer, 2);
    expect(await call(customer)).toBe(402);
    await world.app.tendBudgets();
    await world.app.tendBudgets();
    await expect.poll(() => call(customer)).toBe(403);
    const switches = (await customer.call('GET', `${mine}/kill-switches`)).body.data;
    expect(switches).toMatchObject([
      {
        scope: 'account',
        scopeId: customer.accountId,
        thrownBy: 'account',
        budgetId: id,
        createdByName: null,
      },
    ]);
    expect(switches[0].reason).toBe('The budget of 2 credits is used up.');
    const { rows } = await world.db.query(
      `SELECT actor_user_id, details FROM audit_log WHERE action = 'kill_switch.throw' AND account_id = $1`,
      [customer.accountId],
    );
    expect(rows).toMatchObject([{ actor_user_id: null, details: { budgetId: id } }]);

    const lifted = await customer.call('DELETE', `${mine}/kill-switches/${switches[0].id}`);
    expect(lifted.status).toBeLessThan(300);
    await world.app.tendBudgets();
    await expect.poll(() => call(customer)).toBe(402);
    await customer.call('POST', `${mine}/budgets/${id}/reset`);
    await calls(customer, 2);
    await world.app.tendBudgets();
    await expect.poll(() => call(customer)).toBe(403);
  });

  test('is for what a switch can stop alone', async () => {
    const customer = await world.addCustomer([model], '1');
    const kill = { unit: 'requests', limit: '1', period: 'day', onExceed: 'kill' };
    for (const [scope, scopeId] of [
      ['member', customer.userId],
      ['model', model.id],
    ]) {
      const { status, body } = await customer.call('POST', `${mine}/budgets`, { ...kill, scope, scopeId });
      expect([status, body.errors[0].path]).toEqual([400, '/onExceed']);
    }
    const { id } = await createBudget(customer, { scope: 'member', scopeId: customer.userId });
    const { status } = await customer.call('PATCH', `${mine}/budgets/${id}`, { onExceed: 'kill' });
    expect(status).toBe(400);
    await createBudget(customer, { ...kill, scope: 'key', scopeId: customer.keyId });
  });
});
