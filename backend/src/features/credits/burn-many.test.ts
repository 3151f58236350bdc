import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestDatabase } from '../../../test/app.ts';
import { letExpire, spend } from '../../../test/credits.ts';
import { correctUsage } from '../../lib/correct-usage.ts';
import { newId } from '../../lib/ids.ts';
import { createPool, query, queryOne, tx } from '../../lib/sql.ts';
import { insertBalanceMeter } from '../auth/queries.ts';
import { burnEverything } from './burn-everything.ts';
import { listAccountsToBurn } from './burn-queries.ts';
import { burnGrants, burnMany, settleGrants } from './grant-queries.ts';
import { type Grant, giveGrant } from './ledger.ts';
import { verify } from './verify.ts';

let db: pg.Pool;
beforeAll(async () => void (db = createPool(await createTestDatabase(), 'test', { max: 8 })));
afterAll(async () => {
  expect((await verify(db)).checks.filter(({ ok }) => !ok)).toEqual([]);
  await db.end();
});

async function createAccount(): Promise<string> {
  const id = newId('acc');
  await query(db, `INSERT INTO accounts (id, kind, name) VALUES ($1, 'team', 'Test')`, [id]);
  await insertBalanceMeter(db, id);
  return id;
}

const give = (accountId: string, name: string, amountMicroCredits: bigint, more: Partial<Grant> = {}) =>
  tx(db, (client) =>
    giveGrant(client, { accountId, kind: 'promotional', description: name, amountMicroCredits, ...more }),
  );

async function createAccountWith(amountMicroCredits: bigint): Promise<string> {
  const accountId = await createAccount();
  await give(accountId, 'A', amountMicroCredits);
  return accountId;
}

/** Who has paid what, by the place of the debit, and how many debits have nothing left to pay. */
async function paidOf(accountId: string): Promise<{ paid: string[]; done: number }> {
  const debits = await query<{ place: bigint; is_done: boolean; transaction_id: string }>(
    db,
    `SELECT row_number() OVER (ORDER BY f.id) AS place, f.id <= COALESCE(b.transfer_id, 0) AS is_done, f.transaction_id
     FROM ledger_transfers f LEFT JOIN grant_burns b USING (account_id)
     WHERE f.account_id = $1 AND f.debit = 'customer'`,
    [accountId],
  );
  const places = new Map(debits.map(({ transaction_id, place }) => [transaction_id, place]));
  const payments = await query<{ transaction_id: string; description: string; amount: bigint }>(
    db,
    `SELECT c.transaction_id, g.description, c.amount_micro_credits AS amount FROM grant_consumptions c
     JOIN grants g ON g.id = c.grant_id WHERE c.account_id = $1 ORDER BY c.id`,
    [accountId],
  );
  return {
    paid: payments.map((p) => `${p.description} paid ${p.amount} of ${places.get(p.transaction_id)}`),
    done: debits.filter(({ is_done }) => is_done).length,
  };
}

/** What a grant for some models has paid of a call when it ended. */
async function payBy(name: string, accountId: string, transactionId: string, microCredits: bigint) {
  const values = [accountId, microCredits];
  await query(
    db,
    `UPDATE meters SET credits_used = credits_used + CASE scope WHEN 'grant' THEN $2::bigint ELSE -$2::bigint END
     WHERE account_id = $1 AND scope IN ('account', 'grant')`,
    values,
  );
  await query(
    db,
    `WITH g AS (UPDATE grants SET consumed_micro_credits = consumed_micro_credits + $2
       WHERE account_id = $1 AND description = $3 RETURNING id)
     INSERT INTO grant_consumptions (account_id, transaction_id, grant_id, amount_micro_credits)
     SELECT $1, $4, id, $2 FROM g`,
    [...values, name, transactionId],
  );
}

async function correct(transactionId: string, microCredits: bigint): Promise<void> {
  const call = await queryOne<{ request_id: string }>(
    db,
    'SELECT request_id FROM usage_records WHERE ledger_transaction_id = $1',
    [transactionId],
  );
  await tx(db, (client) => correctUsage(client, call?.request_id ?? '', microCredits, 'Test'));
}

type Scene = { happens: (id: string) => Promise<unknown>; paid: string[]; done: number };

const scenes: Record<string, Scene> = {
  'that has spent nothing': { happens: (id) => give(id, 'A', 100n), paid: [], done: 0 },
  'with one grant': {
    async happens(id) {
      await give(id, 'A', 100n);
      for (const amount of [10n, 20n, 30n]) await spend(db, id, amount);
    },
    paid: ['A paid 10 of 1', 'A paid 20 of 2', 'A paid 30 of 3'],
    done: 3,
  },
  'with several grants': {
    async happens(id) {
      await give(id, 'last', 100n);
      await give(id, 'second', 12n, { expiresAt: new Date(Date.now() + 600_000) });
      await give(id, 'first', 15n, { priority: -1 });
      for (let n = 0; n < 3; n += 1) await spend(db, id, 10n);
    },
    paid: [
      'first paid 10 of 1',
      'first paid 5 of 2',
      'second paid 5 of 2',
      'second paid 7 of 3',
      'last paid 3 of 3',
    ],
    done: 3,
  },
  'with a grant for a model, which has paid what it had to': {
    async happens(id) {
      await give(id, 'A', 50n);
      await give(id, 'for one', 100n, { priority: -9, modelIds: ['mdl_one'] });
      await payBy('for one', id, await spend(db, id, 10n), 4n);
      await spend(db, id, 5n);
      await payBy('for one', id, await spend(db, id, 20n), 20n);
    },
    paid: ['for one paid 4 of 1', 'for one paid 20 of 3', 'A paid 6 of 1', 'A paid 5 of 2'],
    done: 3,
  },
  'that has spent more than it had': {
    async happens(id) {
      await give(id, 'A', 25n);
      for (let n = 0; n < 4; n += 1) await spend(db, id, 10n);
    },
    paid: ['A paid 10 of 1', 'A paid 10 of 2', 'A paid 5 of 3'],
    done: 2,
  },
  'with nothing left': {
    async happens(id) {
      await give(id, 'A', 10n);
      await spend(db, id, 10n);
      await burnGrants(db, id);
      await spend(db, id, 5n);
    },
    paid: ['A paid 10 of 1'],
    done: 1,
  },
  'whose debit was paid in part': {
    async happens(id) {
      await give(id, 'A', 15n);
      for (let n = 0; n < 2; n += 1) await spend(db, id, 10n);
      await give(id, 'B', 100n);
      await spend(db, id, 3n);
    },
    paid: ['A paid 10 of 1', 'A paid 5 of 2', 'B paid 5 of 2', 'B paid 3 of 3'],
    done: 3,
  },
  'with an unpaid cost that was corrected': {
    async happens(id) {
      await give(id, 'A', 10n);
      await spend(db, id, 10n);
      const wrong = await spend(db, id, 20n);
      await spend(db, id, 30n);
      await correct(wrong, 7n);
      await give(id, 'B', 100n);
      await spend(db, id, 4n);
    },
    // Nothing is left of the second; the correction is the fourth.
    paid: ['A paid 10 of 1', 'B paid 30 of 3', 'B paid 7 of 4', 'B paid 4 of 5'],
    done: 5,
  },
};

test('burns many accounts exactly as it burns one', async () => {
  const names = Object.keys(scenes);
  const twins = await Promise.all(
    names.map(async (name) => {
      const twins = [await createAccount(), await createAccount()] as const;
      for (const id of twins) await scenes[name]?.happens(id);
      return twins;
    }),
  );
  for (const [id] of twins) await burnGrants(db, id);
  const others = twins.map(([, id]) => id);
  for (let n = 0; n < 2; n += 1) expect(await burnMany(db, others)).toEqual([]);
  const told = async (place: 0 | 1) =>
    Object.fromEntries(
      await Promise.all(twins.map(async (ids, n) => [names[n], await paidOf(ids[place])] as const)),
    );
  const expected = Object.fromEntries(
    names.map((name) => [name, { paid: scenes[name]?.paid, done: scenes[name]?.done }]),
  );
  expect(await told(0)).toEqual(expected);
  expect(await told(1)).toEqual(expected);
});

test('burns all once, however many do it at once while calls end', async () => {
  const ids = await Promise.all(Array.from({ length: 6 }, () => createAccountWith(1_000n)));
  const reversed = [...ids].reverse();
  await Promise.all(
    Array.from({ length: 20 }, (_, n) => [
      ...ids.map((id) => spend(db, id, 3n)),
      burnMany(db, n % 2 ? ids : reversed),
      burnEverything(db),
      burnGrants(db, ids[n % ids.length] as string),
    ]).flat(),
  );
  expect(await burnMany(db, ids)).toEqual([]);
  const paid = Array.from({ length: 20 }, (_, n) => `A paid 3 of ${n + 1}`);
  for (const id of ids) expect(await paidOf(id)).toEqual({ paid, done: 20 });
});

describe('leaves to the one that burns a single account', () => {
  test('an account with a grant that is over, and one with a call that holds on such a grant', async () => {
    const ids = [await createAccountWith(100n), await createAccountWith(100n), await createAccountWith(100n)];
    const [expired = '', holding = '', plain = ''] = ids;
    await give(expired, 'B', 50n, { priority: -1, expiresAt: new Date(Date.now() + 600_000) });
    const grantOf = (id: string, name: string) =>
      queryOne<{ id: string }>(db, 'SELECT id FROM grants WHERE account_id = $1 AND description = $2', [
        id,
        name,
      ]);
    for (const id of ids) await spend(db, id, 10n);
    await letExpire(db, (await grantOf(expired, 'B'))?.id ?? '');
    await query(db, `INSERT INTO grant_holds VALUES ($1, 'req_running', $2, 0, 5)`, [
      (await grantOf(holding, 'A'))?.id,
      holding,
    ]);
    expect(await burnMany(db, ids)).toEqual([expired, holding]);
    expect(await Promise.all(ids.map(paidOf))).toEqual([
      { paid: [], done: 0 },
      { paid: [], done: 0 },
      { paid: ['A paid 10 of 1'], done: 1 },
    ]);
    await burnEverything(db);
    // The second debit is what the grant left when it was over.
    expect(await paidOf(expired)).toEqual({ paid: ['B paid 10 of 1', 'B paid 40 of 2'], done: 2 });
    expect(await paidOf(holding)).toEqual({ paid: ['A paid 10 of 1'], done: 1 });
    await query(db, 'DELETE FROM grant_holds WHERE account_id = $1', [holding]);
    expect(await burnMany(db, [expired, holding, plain])).toEqual([]);
  });

  test('an account that was never burned, and one that somebody else is at, without waiting for them', async () => {
    const never = await createAccount();
    await spend(db, never, 10n);
    const ids = [await createAccountWith(100n), await createAccountWith(100n)];
    const [first = '', second = ''] = ids;
    for (const id of ids) await spend(db, id, 10n);
    // As a batch of the gateway does that ends grants of both, in its own order.
    await tx(db, async (client) => {
      await settleGrants(client, second);
      expect(await burnMany(db, [...ids, never])).toEqual([second, never]);
      await settleGrants(client, first);
    });
    await burnEverything(db);
    for (const id of ids) expect(await paidOf(id)).toEqual({ paid: ['A paid 10 of 1'], done: 1 });
    expect(await paidOf(never)).toEqual({ paid: [], done: 0 });
  });
});

test('burns no more at once than a thousand transfers, but for an account that has more itself', async () => {
  const before = await queryOne<{ id: bigint }>(db, 'SELECT max(id) AS id FROM ledger_transfers');
  const client = await db.connect();
  await client.query('BEGIN');
  await client.query(
    `INSERT INTO ledger_transfers (transaction_id, account_id, debit, credit, amount_micro_credits)
     SELECT 'ltx', a.id, 'customer', 'revenue', 1
     FROM (VALUES ('zzz_1', 600), ('zzz_2', 300), ('zzz_3', 300), ('zzz_4', 2500), ('zzz_5', 1)) AS a(id, count),
       generate_series(1, a.count)`,
  );
  const groups = await listAccountsToBurn(client, before?.id ?? 0n);
  await client.query('ROLLBACK');
  client.release();
  expect(groups).toEqual([['zzz_1', 'zzz_2'], ['zzz_3'], ['zzz_4', 'zzz_5']]);
});
