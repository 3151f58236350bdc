import { randomInt } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { Admission, Hold } from '../src/gateway/money/items.ts';
import { createTestDatabase } from './app.ts';
import {
  burn,
  checkBooks,
  correctSome,
  giveSomeGrant,
  grantShares,
  letSomeExpire,
  revokeSome,
} from './grant-acts.ts';
import { makeAdmission, makeSettlement } from './money-calls.ts';
import { createMoneyWorld, type MoneyInstance, type MoneyWorld, type Owners } from './money-world.ts';
import { createRandom, type Random } from './random.ts';

/*
 * Random interleavings of all that moves money, on three instances of which some are killed. The database refuses
 * an admission over a limit by itself; at the end everything has to add up. `RUNS=3000 SEED=1` for more of them.
 */
const runCount = Number(process.env.RUNS ?? 30);
const firstSeed = Number(process.env.SEED ?? randomInt(1_000_000_000));
const stepsPerRun = 80;
const pendingMost = 40;

let world: MoneyWorld;
let instances: MoneyInstance[];
beforeAll(async () => {
  world = await createMoneyWorld(await createTestDatabase());
  instances = await Promise.all([0, 1, 2].map(() => world.startInstance()));
});
afterAll(() => world.close());

type OpenCall = { instance: MoneyInstance; admission: Admission; hold: Hold };

/** One run: acts on the meters of one account, many at once. */
async function run(random: Random): Promise<void> {
  const owners = await world.createOwners();
  await makeWindowsDue(owners);
  const open: OpenCall[] = [];
  const pending = new Set<Promise<unknown>>();
  for (let step = 0; step < stepsPerRun; step += 1) {
    const act = chooseAct(random)(owners, open, random).finally(() => pending.delete(act));
    pending.add(act);
    if (pending.size >= pendingMost) await Promise.race(pending);
    if (random.chance(0.3)) await nextTurn();
  }
  await Promise.all(pending);
  await Promise.all(open.splice(0).map((call) => settle(call, random)));
}

type Act = (owners: Owners, open: OpenCall[], random: Random) => Promise<unknown>;

const acts: [weight: number, act: Act][] = [
  [50, admit],
  [35, async (_owners, open, random) => settle(takeOne(open, random), random)],
  [4, changeLimit],
  [2, resetMeter],
  [
    4,
    ({ accountId }, _open, random) =>
      world.adjust(accountId, random.bigint(2_000n) - 800n || 1n).catch(refused),
  ],
  [3, (owners, _open, random) => giveSomeGrant(world, owners, random)],
  [2, (owners, _open, random) => letSomeExpire(world, owners, random)],
  [1, (owners, _open, random) => revokeSome(world, owners, random)],
  [4, (owners) => burn(world, owners)],
  [1, (owners, _open, random) => correctSome(world, owners, random)],
  [0.5, () => checkBooks(world)],
  [2, async (_owners, _open, random) => random.pick(instances).line.cutAtNextAnswer()],
  [0.4, killOne],
];
const weightSum = acts.reduce((sum, [weight]) => sum + weight, 0);

function chooseAct(random: Random): Act {
  let left = random.next() * weightSum;
  return acts.find(([weight]) => (left -= weight) < 0)?.[1] ?? admit;
}

/** There is not always as much as is to be taken. */
function refused(error: unknown): void {
  if ((error as { code?: string }).code !== 'insufficient_balance') throw error;
}

async function admit(owners: Owners, open: OpenCall[], random: Random): Promise<void> {
  const instance = random.pick(instances);
  const admission = someAdmission(owners, random);
  const result = await whileAlive(instance, instance.money.batcher.admit(admission));
  if (result?.admitted && !instance.isKilled) open.push({ instance, admission, hold: result.hold });
}

/** What comes of it; nothing where the line was cut on the way, or the instance killed. */
async function whileAlive<Result>(
  { killed }: MoneyInstance,
  answer: Promise<Result>,
): Promise<Result | undefined> {
  return Promise.race([answer, killed]).catch((error: unknown) => {
    expect(error).toMatchObject({ code: 'database_unavailable' });
    return undefined;
  });
}

function someAdmission(owners: Owners, random: Random): Admission {
  const [holdMicroCredits, holdTokens] = [1n + random.bigint(300n), random.bigint(200n)];
  return makeAdmission(owners, holdMicroCredits, holdTokens, grantShares(owners, holdMicroCredits, random));
}

function takeOne(open: OpenCall[], random: Random): OpenCall | undefined {
  return open.splice(random.below(open.length), 1)[0];
}

async function settle(call: OpenCall | undefined, random: Random): Promise<void> {
  if (!call) return;
  const { instance, hold, admission } = call;
  const { record, shares } = admission;
  const held = BigInt(record.holdMicroCredits);
  const charged = random.chance(0.8);
  const settlement = makeSettlement(admission, hold, {
    providerId: random.pick([shares.at(-1)?.providerId ?? null, 'prv_other', null]),
    // Some cost more than they held: a provider may charge what it was not asked for.
    costMicroCredits: charged ? random.bigint(held + held / 10n + 1n) : 0n,
    inputTokens: charged ? random.bigint((shares.at(-1)?.holdTokens ?? 0n) + 1n) : 0n,
    outputTokens: charged ? random.bigint(20n) : 0n,
    charged,
  });
  await whileAlive(instance, instance.money.batcher.settle(settlement));
}

const limitsOf = { credits: 3_000, tokens: 3_000, requests: 60, concurrency: 15 };

async function changeLimit({ meterIds }: Owners, _open: OpenCall[], random: Random): Promise<void> {
  const unit = random.pick(Object.keys(limitsOf) as (keyof typeof limitsOf)[]);
  const limit = random.chance(0.2) ? null : 1 + random.below(limitsOf[unit]);
  const id = random.pick(meterIds.slice(1));
  await world.db.query(`UPDATE meters SET ${unit}_limit = $2 WHERE id = $1`, [id.toString(), limit]);
}

function resetMeter({ meterIds }: Owners, _open: OpenCall[], random: Random): Promise<unknown> {
  return world.db.query('SELECT reset_meter($1)', [random.pick(meterIds.slice(1)).toString()]);
}

async function killOne(_owners: Owners, open: OpenCall[], random: Random): Promise<void> {
  if (instances.length < 3) return;
  const victim = random.pick(instances);
  instances = instances.filter((instance) => instance !== victim);
  open.splice(0, open.length, ...open.filter(({ instance }) => instance !== victim));
  await world.kill(victim);
  instances.push(await world.startInstance());
}

/** The first calls open the windows. */
const makeWindowsDue = ({ meterIds }: Owners) =>
  world.db.query(
    `UPDATE meters SET window_start_ms = window_start_ms - 86400000, window_end_ms = window_start_ms
     WHERE id = ANY ($1) AND period <> 'total'`,
    [meterIds.map(String)],
  );

it(
  `adds up after ${runCount} runs from seed ${firstSeed}`,
  { timeout: 60_000 + runCount * 5_000 },
  async () => {
    for (let seed = firstSeed; seed < firstSeed + runCount; seed += 1) {
      await run(createRandom(seed));
      await vi.waitFor(
        async () => {
          await (instances[0] as MoneyInstance).money.sweep();
          expect((await world.db.query('SELECT id FROM holds')).rows).toEqual([]);
        },
        { timeout: 30_000, interval: 50 },
      );
      const { checks } = await world.verify();
      expect({ seed, faults: checks.filter(({ ok }) => !ok) }).toEqual({ seed, faults: [] });
    }
    const { rows } = await world.db.query<{ orphans: number; records: number }>(
      `SELECT count(*) FILTER (WHERE outcome = 'orphaned')::int AS orphans, count(*)::int AS records FROM usage_records`,
    );
    expect(rows[0]?.records).toBeGreaterThan(runCount * 10);
  },
);
