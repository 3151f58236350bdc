import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase } from '../../../test/app.ts';
import { makeAdmission, makeSettlement } from '../../../test/money-calls.ts';
import {
  createMoneyWorld,
  type MoneyInstance,
  type MoneyWorld,
  type Owners,
} from '../../../test/money-world.ts';
import { query } from '../../lib/sql.ts';

/* Somebody has the balance of one account locked for long: nobody else waits for that. */

let world: MoneyWorld;
let instance: MoneyInstance;
let journals: string;
beforeAll(async () => {
  world = await createMoneyWorld(await createTestDatabase());
  journals = await mkdtemp(path.join(tmpdir(), 'litemaas-locked-meter-'));
  instance = await world.startInstance(journals);
});
afterAll(async () => {
  expect((await world.verify()).checks.filter(({ ok }) => !ok)).toEqual([]);
  await world.close();
  await rm(journals, { recursive: true });
});

async function admit(owners: Owners) {
  const admission = makeAdmission(owners, 10n, 10n);
  const result = await instance.money.batcher.admit(admission);
  if (!result.admitted) throw new Error('refused');
  return () =>
    instance.money.batcher.settle(makeSettlement(admission, result.hold, { costMicroCredits: 5n }));
}
const call = async (owners: Owners) => (await admit(owners))();

async function lockBalance({ meterIds }: Owners): Promise<() => Promise<void>> {
  const client = await world.db.connect();
  await client.query('BEGIN');
  await client.query('SELECT FROM meters WHERE id = $1 FOR UPDATE', [meterIds[0]]);
  return async () => {
    await client.query('ROLLBACK');
    client.release();
  };
}

const recordsOf = ({ accountId }: Owners) =>
  query(world.db, 'SELECT FROM usage_records WHERE account_id = $1', [accountId]);

test('calls of others go on, and nothing of its own is lost', { timeout: 60_000 }, async () => {
  const [locked, other] = [await world.createOwners(), await world.createOwners()];
  const settle = await admit(locked);
  const unlock = await lockBalance(locked);
  try {
    await callBothWhile(locked, other, settle());
  } finally {
    await unlock();
  }
  await expect.poll(() => recordsOf(locked)).toHaveLength(1);
  await call(locked);
  expect(await recordsOf(locked)).toHaveLength(2);
});

async function callBothWhile(locked: Owners, other: Owners, settled: Promise<void>) {
  const refused = Promise.allSettled(Array.from({ length: 20 }, () => call(locked)));
  for (let n = 0; n < 20; n += 1) {
    const own = call(locked).catch((error: unknown) => error);
    // Whoever came with the first of them has waited as well, and no longer.
    await call(other);
    expect(await own).toMatchObject({ code: 'database_unavailable' });
  }
  expect((await refused).map(({ status }) => status)).toEqual(Array(20).fill('rejected'));
  expect(instance.money.batcher.isConnected()).toBe(true);
  // It is in the journal, so that its client need not wait.
  await settled;
  expect(await recordsOf(locked)).toHaveLength(0);
  expect(await recordsOf(other)).toHaveLength(20);
}
