import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { applyReRating, beginReRating } from '../src/features/re-ratings/apply.ts';
import { livingLock } from '../src/gateway/money/instance.ts';
import type { Settlement, UsageRecord } from '../src/gateway/money/items.ts';
import { lateReason } from '../src/gateway/money/late.ts';
import { releaseOf } from '../src/gateway/money/release.ts';
import { correctUsage } from '../src/lib/correct-usage.ts';
import { unpriced } from '../src/lib/price-list.ts';
import { formatPrices } from '../src/lib/prices.ts';
import { tx } from '../src/lib/sql.ts';
import { createTestDatabase } from './app.ts';
import { eventually } from './eventually.ts';
import { inputCostMicroCredits, makeAdmission, makeSettlement } from './money-calls.ts';
import { createMoneyWorld, type MoneyInstance, type MoneyWorld, type Owners } from './money-world.ts';

let world: MoneyWorld;
let owners: Owners;
let folder: string;
let journal: string;
beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'litemaas-journal-test-'));
  journal = path.join(folder, 'journal');
  world = await createMoneyWorld(await createTestDatabase());
  owners = await world.createOwners();
});
afterEach(async () => {
  await world.close();
  rmSync(folder, { recursive: true });
});

const cost = 70n;

/** Calls that an instance has let in; they cost 70 each, and each held 100. */
async function admit({ money }: MoneyInstance, count: number, usage: Partial<UsageRecord> = {}) {
  const calls = Array.from({ length: count }, async () => {
    const admission = makeAdmission(owners, 100n, 50n);
    const result = await money.batcher.admit(admission);
    if (!result.admitted) throw new Error('not admitted');
    return makeSettlement(admission, result.hold, { costMicroCredits: cost, outputTokens: 9n, ...usage });
  });
  return Promise.all(calls);
}

const settleAll = ({ money }: MoneyInstance, calls: Settlement[]) =>
  Promise.all(calls.map((call) => money.batcher.settle(call)));
const journals = () => (existsSync(journal) ? readdirSync(journal) : []);

/** Another instance takes this one for dead and settles its calls. */
async function sweepUp(dead: MoneyInstance, sweeper: MoneyInstance, count: number): Promise<void> {
  await world.declareDead(dead);
  await eventually(async () => {
    await sweeper.money.sweep();
    const { rows } = await world.db.query(`SELECT FROM usage_records WHERE outcome = 'orphaned'`);
    expect(rows).toHaveLength(count);
    expect((await world.db.query('SELECT FROM holds')).rows).toEqual([]);
  });
}

/** Its lock is free once the server has noticed that its connection is gone. */
const lockIsFree = (id: bigint) =>
  eventually(async () => {
    const { rows } = await world.db.query('SELECT FROM pg_locks WHERE classid = $1 AND objid = $2', [
      livingLock,
      id.toString(),
    ]);
    expect(rows).toEqual([]);
  });

/** What all calls cost after all, on whatever counts them; each was corrected `corrections` times for this reason. */
async function expectBooked(count: number, each: bigint, corrections = 1): Promise<void> {
  const { rows: records } = await world.db.query(
    `SELECT u.outcome, u.cost_micro_credits AS recorded, r.cost_micro_credits AS rated, u.output_tokens AS output,
       (SELECT count(*) FROM usage_corrections c WHERE c.request_id = u.request_id AND c.reason = $1) AS corrections,
       (SELECT count(*) FROM audit_log a WHERE a.target_id = u.request_id AND a.action = 'credits.correct') AS audited
     FROM usage_records u JOIN rated_usage r USING (request_id)`,
    [lateReason],
  );
  expect(records).toEqual(
    Array.from({ length: count }, () => ({
      outcome: 'orphaned',
      recorded: inputCostMicroCredits,
      rated: each,
      output: 0n,
      corrections: BigInt(corrections),
      audited: BigInt(corrections),
    })),
  );
  const { rows: meters } = await world.db.query<{ used: bigint; held: bigint }>(
    `SELECT scope, credits_used AS used, credits_held AS held FROM meters
     WHERE id = ANY ($1) AND scope <> 'provider' ORDER BY id`,
    [owners.meterIds.map(String)],
  );
  expect(meters.map(({ used, held }) => ({ used, held }))).toEqual(
    meters.map(() => ({ used: each * BigInt(count), held: 0n })),
  );
  const { checks } = await world.verify();
  expect(checks.filter(({ ok }) => !ok)).toEqual([]);
}

/** An instance whose calls ended while the database was away and which is gone; they were swept. */
async function leaveSweptJournal(count: number): Promise<void> {
  const [gone, sweeper] = [await world.startInstance(journal), await world.startInstance()];
  const calls = await admit(gone, count);
  const id = gone.money.instanceId();
  gone.line.stop();
  await settleAll(gone, calls);
  expect(journals()).toEqual([`settlements-${id}.jsonl`]);
  await world.kill(gone);
  await sweepUp(gone, sweeper, count);
  await lockIsFree(id);
}

it('a journal whose calls a sweeper had settled is booked as corrections, once, whatever is corrected later', async () => {
  await leaveSweptJournal(7);
  const kept = path.join(folder, 'kept');
  cpSync(journal, kept, { recursive: true });
  await expectBooked(7, inputCostMicroCredits, 0);

  await world.startInstance(journal);
  expect(journals()).toEqual([]);
  await expectBooked(7, cost);

  // A crash may leave the journal behind although all of it was booked.
  for (const replay of [1, 2]) {
    cpSync(kept, journal, { recursive: true });
    await world.startInstance(journal);
    expect({ replay, journals: journals() }).toEqual({ replay, journals: [] });
    await expectBooked(7, cost);
  }
  const { rows } = await world.db.query<{ request_id: string }>('SELECT request_id FROM usage_records');
  for (const { request_id: id } of rows)
    await tx(world.db, (client) => correctUsage(client, id, 30n, 'Known better'));
  cpSync(kept, journal, { recursive: true });
  await world.startInstance(journal);
  await expectBooked(7, 30n);
});

it('two that play back the same calls at once book them once', async () => {
  await leaveSweptJournal(5);
  const copies = [1, 2, 3].map((copy) => path.join(folder, `copy-${copy}`));
  for (const [index, copy] of copies.entries()) {
    cpSync(journal, copy, { recursive: true });
    // Of an instance that nobody knows, so that no lock keeps them apart.
    const [name] = readdirSync(copy);
    cpSync(path.join(copy, name as string), path.join(copy, `settlements-${9_000_001 + index}.jsonl`));
    rmSync(path.join(copy, name as string));
  }
  await Promise.all(copies.map((copy) => world.startInstance(copy)));
  await expectBooked(5, cost);
});

it.each([
  ['in its journal', () => journal],
  ['nowhere but in memory', () => undefined],
])('an instance that was taken for dead settles late what it has %s', async (_where, directory) => {
  const [late, sweeper] = [await world.startInstance(directory()), await world.startInstance()];
  const calls = await admit(late, 6);
  late.line.stop();
  const settled = settleAll(late, calls);
  if (directory()) {
    await settled;
    expect(journals()).toHaveLength(1);
  }
  await sweepUp(late, sweeper, 6);
  late.line.resume();
  await settled;
  await eventually(() => expectBooked(6, cost), { timeout: 10_000 });
  await eventually(() => expect(journals()).toEqual([]));
});

/** Puts right what tokens cost: 3 micro-credits each, of which the calls had nine. */
async function reRate(): Promise<string> {
  await world.db.query(
    `INSERT INTO users (id, email, name, password_hash) VALUES ($1, 'admin@example.com', 'Admin', 'none')`,
    [owners.userId],
  );
  const reRatingId = await beginReRating(
    world.db,
    {
      modelId: owners.modelId,
      from: new Date(Date.now() - 3_600_000),
      to: new Date(),
      prices: formatPrices({ ...unpriced, outputPerMillionMicroCredits: 3_000_000n })!,
      reason: 'Too dear',
    },
    { actorUserId: owners.userId, requestId: 'req_test' },
  );
  await applyReRating(world.db, reRatingId);
  return reRatingId;
}

it('prices that are put right later are those of what the call came to', async () => {
  await leaveSweptJournal(3);
  await world.startInstance(journal);
  await expectBooked(3, cost);
  await reRate();
  await expectBooked(3, 27n);
});

it('prices that were put right before are those of a call that comes late', async () => {
  await leaveSweptJournal(3);
  const reRatingId = await reRate();
  await expectBooked(3, 0n, 0);
  await world.startInstance(journal);
  await expectBooked(3, 27n);
  await applyReRating(world.db, reRatingId);
  await expectBooked(3, 27n);
});

it('a call that cost nothing gets its input back', async () => {
  const [late, sweeper] = [await world.startInstance(), await world.startInstance()];
  const admission = makeAdmission(owners, 100n, 50n);
  const result = await late.money.batcher.admit(admission);
  if (!result.admitted) throw new Error('not admitted');
  await sweepUp(late, sweeper, 1);
  await late.money.batcher.settle(releaseOf(admission, result.hold.holdId));
  await expectBooked(1, 0n);
});

it('lost answers of the database do not make a sweeper’s record pass for the call’s own', async () => {
  const [late, sweeper] = [await world.startInstance(), await world.startInstance()];
  const calls = await admit(late, 40);
  await sweepUp(late, sweeper, 40);
  let settledCount = 0;
  const settled = Promise.all(
    calls.map(async (call) => {
      await late.money.batcher.settle(call);
      settledCount += 1;
      late.line.cutAtNextAnswer();
    }),
  );
  late.line.cutAtNextAnswer();
  await settled;
  expect(settledCount).toBe(40);
  await expectBooked(40, cost);
}, 60_000);
