import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { expectVerified, grantTo, ledgerOf, letExpire, soon, usedBy } from '../../../test/credits.ts';
import { type Customer, createWorld, type World } from '../../../test/gateway-world.ts';
import { signUpAs } from '../../../test/people.ts';
import { openMeter } from '../../lib/meters.ts';

let world: World;
let model: { id: string; name: string };
let other: { id: string; name: string };
let customer: Customer;
/** Times around the calls of a test. */
let from: string;
beforeAll(async () => void (world = await createWorld()));
afterAll(() => world.close());
// Of a model that costs ten times what it should: 10 credits a call instead of 1.
beforeEach(async () => {
  model = await world.addModel('plain', { prices: { perRequestCredits: '10' } });
  other = await world.addModel('plain', { prices: { perRequestCredits: '3' } });
  customer = await world.addCustomer([model, other], '100');
  from = new Date((await now()).getTime() - 1_000).toISOString();
});

const now = async () => (await world.db.query<{ now: Date }>('SELECT now()')).rows[0]?.now ?? new Date();
const call = async (name = model.name, who = customer) => {
  const messages = [{ role: 'user', content: 'hi' }];
  const response = await who.post('/v1/chat/completions', { model: name, messages, max_tokens: 5 });
  await response.arrayBuffer();
  return response.headers.get('x-request-id') ?? '';
};
const body = async (fields: object = {}) => ({
  modelId: model.id,
  from,
  to: (await now()).toISOString(),
  prices: { perRequestCredits: '1' },
  reason: 'Ten times too dear',
  ...fields,
});
const post = (content: object, key: string | null = randomUUID()) =>
  world.admin.call(
    'POST',
    '/api/v1/admin/re-ratings',
    content,
    key === null ? {} : { 'idempotency-key': key },
  );
const apply = async (fields: object = {}) => post({ ...(await body(fields)), apply: true });
const credits = async (who = customer) => (await who.credits()).balanceCredits;
const ledger = (who = customer) => ledgerOf(who);
const usage = async (id: string) => (await customer.call('GET', `/api/v1/accounts/me/usage/${id}`)).body;
const usedOf = (scope: string, scopeId: string) => usedBy(world.db, scope, scopeId);

describe('a report', () => {
  test('says what it would come to, by account, and changes nothing', async () => {
    for (let n = 0; n < 3; n += 1) await call();
    const second = await world.addCustomer([model], '100');
    await call(model.name, second);
    await call(other.name);
    const content = await body();
    const report = await post(content, null);
    const sums = (calls: number, old: string, next: string, difference: string) => ({
      calls,
      oldCostCredits: old,
      newCostCredits: next,
      differenceCredits: difference,
    });
    expect([report.status, report.body]).toEqual([
      200,
      {
        id: null,
        createdAt: null,
        finishedAt: null,
        modelId: model.id,
        modelName: model.name,
        from: content.from,
        to: content.to,
        prices: expect.objectContaining({ free: false, perRequestCredits: '1', tiers: [] }) as object,
        reason: 'Ten times too dear',
        ...sums(4, '40', '4', '-36'),
        accounts: 2,
        top: [
          { accountId: customer.accountId, accountName: customer.email, ...sums(3, '30', '3', '-27') },
          { accountId: second.accountId, accountName: second.email, ...sums(1, '10', '1', '-9') },
        ],
      },
    ]);
    expect(await credits()).toBe('67');
    expect((await world.admin.call('GET', `/api/v1/admin/re-ratings?modelId=${model.id}`)).body.data).toEqual(
      [],
    );
  });

  test.each([
    [{ modelId: 'mdl_none' }, 404],
    [{ from: '2026-02-01T00:00:00Z', to: '2026-01-01T00:00:00Z' }, 400],
    [{ to: soon(60_000) }, 400],
    [{ prices: {} }, 400],
    [{ prices: { free: true, perRequestCredits: '1' } }, 400],
    [{ reason: ' ' }, 400],
    [{ dryRun: true }, 400],
  ])('with %j: %i', async (fields, status) => {
    expect((await post(await body(fields), null)).status).toBe(status);
  });
});

describe('applied', () => {
  test('reverses what calls had cost and books what they cost after all, in one pair for an account', async () => {
    const ids = [await call(), await call(), await call()];
    await call(other.name);
    const answer = await apply();
    expect([answer.status, answer.body]).toMatchObject([
      201,
      { id: expect.stringMatching(/^rrt_/) as string, calls: 3, differenceCredits: '-27', accounts: 1 },
    ]);
    expect(await credits()).toBe('94');
    expect((await ledger()).slice(0, 2)).toEqual([
      'correction -3 Ten times too dear',
      'reversal 30 Ten times too dear',
    ]);
    const { rows } = await world.db.query(
      `SELECT c.linked_transaction_id = r.id AS is_linked, f.debit || ' ' || f.credit AS reversed, g.debit || ' ' || g.credit AS booked
       FROM ledger_transactions c JOIN ledger_transactions r ON r.account_id = c.account_id AND r.kind = 'reversal'
       JOIN ledger_transfers f ON f.transaction_id = r.id JOIN ledger_transfers g ON g.transaction_id = c.id
       WHERE c.account_id = $1 AND c.kind = 'correction'`,
      [customer.accountId],
    );
    expect(rows).toEqual([{ is_linked: true, reversed: 'revenue customer', booked: 'customer revenue' }]);
    expect(await usage(ids[0] ?? '')).toMatchObject({
      costCredits: '1',
      price: { perRequestCredits: '1' },
      correction: {
        originalCostCredits: '10',
        reason: 'Ten times too dear',
        correctedAt: expect.any(String) as string,
      },
    });
    const kept = await world.db.query(
      'SELECT cost_micro_credits FROM usage_records WHERE request_id = ANY ($1)',
      [ids],
    );
    expect(kept.rows.map(({ cost_micro_credits }) => cost_micro_credits)).toEqual([
      10_000_000n,
      10_000_000n,
      10_000_000n,
    ]);
    const summary = await customer.call('GET', '/api/v1/accounts/me/usage/summary?groupBy=model');
    expect(summary.body.totals.costCredits).toBe('6');
    await expectVerified(world.admin);
  });

  test('needs a key, and happens once for the same content and the same key', async () => {
    await call();
    const content = { ...(await body()), apply: true };
    expect((await post(content, null)).body.code).toBe('idempotency_key_required');
    const answers = await Promise.all(Array.from({ length: 5 }, () => post(content)));
    expect(new Set(answers.map(({ status, body: { id } }) => `${status} ${id}`)).size).toBe(1);
    await call();
    const again = await post({ ...content, reason: 'Another reason' });
    expect(again.body).toMatchObject({ id: answers[0]?.body.id, reason: 'Ten times too dear', calls: 1 });
    expect(await credits()).toBe('89');
    expect((await ledger()).filter((entry) => entry.startsWith('correction'))).toHaveLength(1);
    await expectVerified(world.admin);
  });

  test('refuses a period of which a part was corrected already', async () => {
    await call();
    const first = await body();
    await post({ ...first, apply: true });
    for (const fields of [
      { prices: { perRequestCredits: '2' } },
      { to: first.to, from: '2026-01-01T00:00:00Z' },
    ]) {
      const answer = await post({ ...first, ...fields, apply: true });
      expect([answer.status, answer.body.code]).toEqual([409, 're_rating_overlaps']);
    }
    expect((await post({ ...first, to: first.from, from: '2026-01-01T00:00:00Z', apply: true })).status).toBe(
      201,
    );
    const list = await world.admin.call('GET', `/api/v1/admin/re-ratings?modelId=${model.id}`);
    expect(list.body.data.map(({ calls }: { calls: number }) => calls)).toEqual([0, 1]);
  });

  test('upward may take a balance below zero, and verify knows why', async () => {
    for (let n = 0; n < 9; n += 1) await call();
    expect((await apply({ prices: { perRequestCredits: '20' } })).status).toBe(201);
    expect(await credits()).toBe('-80');
    await expectVerified(world.admin);
  });

  test('moves the limits whose current window has the calls, and no others', async () => {
    const own = { accountId: customer.accountId };
    await openMeter(world.db, { ...own, scope: 'key', scopeId: customer.keyId, period: 'day' });
    await openMeter(world.db, { accountId: null, scope: 'model', scopeId: model.id, period: 'month' });
    const projects = await customer.call('GET', '/api/v1/accounts/me/projects');
    const projectId = projects.body.data[0].id as string;
    const project = await openMeter(world.db, {
      ...own,
      scope: 'project',
      scopeId: projectId,
      period: 'day',
    });
    // What is in memory does not know of them: they are counted from the records.
    for (let n = 0; n < 2; n += 1) await call();
    await world.db.query(
      "SELECT recount_meter(id, now()) FROM meters WHERE scope IN ('key', 'model', 'project')",
    );
    await world.db.query(`SELECT reset_meter($1)`, [project.toString()]);
    expect(await usedOf('key', customer.keyId)).toEqual([20]);
    await apply();
    expect(await usedOf('key', customer.keyId)).toEqual([2]);
    expect(await usedOf('model', model.id)).toEqual([2]);
    expect(await usedOf('project', projectId)).toEqual([0]);
    await expectVerified(world.admin);
  });

  test('gives back to the grants that paid, the last one first', async () => {
    const give = (fields: object) => grantTo(world.admin, customer.accountId, fields);
    await give({ amountCredits: '15', priority: -2, description: 'First' });
    await give({ amountCredits: '10', priority: -1, description: 'Second' });
    await give({ amountCredits: '6', modelIds: [model.id], description: 'Model' });
    const left = async () =>
      Object.fromEntries(
        (await customer.call('GET', '/api/v1/accounts/me/credits')).body.grants.map(
          (grant: Record<string, string>) => [grant.description, grant.remainingCredits],
        ),
      ) as Record<string, string>;
    for (let n = 0; n < 3; n += 1) await call();
    await world.app.burnGrants();
    expect(await left()).toMatchObject({ Model: '0', First: '0', Second: '1' });
    await apply({ prices: { perRequestCredits: '4' } });
    // Paid 6 + 4 (First), 10 (First), 1 (First) + 9 (Second): the first 4 of each stay, and the rest goes back.
    expect(await left()).toMatchObject({ Model: '2', First: '10', Second: '7' });
    await expectVerified(world.admin);
  });

  test('lets lapse what an expired grant gets back', async () => {
    const grant = await grantTo(world.admin, customer.accountId, {
      amountCredits: '15',
      priority: -1,
      expiresAt: soon(600_000),
      description: 'Short',
    });
    await call();
    await letExpire(world.db, grant.id);
    await world.app.burnGrants();
    expect((await ledger())[0]).toBe('expiry -5 Short');
    await apply();
    expect((await ledger()).slice(0, 3)).toEqual([
      'expiry -9 Short',
      'correction -1 Ten times too dear',
      'reversal 10 Ten times too dear',
    ]);
    expect(await credits()).toBe('100');
    await expectVerified(world.admin);
  });

  test('corrects calls that still run when they end, and is finished when none can come any more', async () => {
    const slow = await world.addModel('hang', { prices: { perRequestCredits: '10' } });
    await customer.subscribe(slow.id);
    const gone = new AbortController();
    const before = world.upstream.calls.length;
    const running = customer
      .post(
        '/v1/chat/completions',
        { model: slow.name, messages: [{ role: 'user', content: 'hi' }] },
        {},
        gone.signal,
      )
      .catch(() => undefined);
    await expect.poll(() => world.upstream.calls.length).toBe(before + 1);
    const applied = await apply({ modelId: slow.id });
    expect(applied.body).toMatchObject({ calls: 0, finishedAt: null });
    gone.abort();
    await running;
    await expect.poll(async () => (await customer.credits()).heldCredits).toBe('0');
    expect(await credits()).toBe('90');
    await world.app.finishReRatings();
    expect(await credits()).toBe('99');
    const path = `/api/v1/admin/re-ratings/${applied.body.id}`;
    expect((await world.admin.call('GET', path)).body).toMatchObject({ calls: 1, finishedAt: null });
    await world.db.query(
      `UPDATE re_ratings SET from_at = from_at - interval '11 minutes', to_at = to_at - interval '11 minutes' WHERE id = $1`,
      [applied.body.id],
    );
    await world.app.finishReRatings();
    expect((await world.admin.call('GET', path)).body.finishedAt).not.toBeNull();
    await expectVerified(world.admin);
  });

  test('is for admins; auditors see it', async () => {
    const auditor = await signUpAs('auditor', world.app, world.db);
    expect((await auditor.call('GET', '/api/v1/admin/re-ratings')).status).toBe(200);
    expect((await auditor.call('POST', '/api/v1/admin/re-ratings', await body())).status).toBe(403);
    expect((await customer.call('GET', '/api/v1/admin/re-ratings')).status).toBe(403);
  });
});
