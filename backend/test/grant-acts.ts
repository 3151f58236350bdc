import { expect } from 'vitest';
import type pg from 'pg';
import { burnEverything } from '../src/features/credits/burn-everything.ts';
import { burnGrants, closeGrant, settleGrants } from '../src/features/credits/grant-queries.ts';
import { giveGrant } from '../src/features/credits/ledger.ts';
import type { MeterShare } from '../src/gateway/money/items.ts';
import { correctCalls } from '../src/lib/correct-usage.ts';
import { query, tx } from '../src/lib/sql.ts';
import { letExpire } from './credits.ts';
import type { MoneyWorld, Owners } from './money-world.ts';
import type { Random } from './random.ts';

/** A grant of whatever kind, priority, expiry and models. */
export async function giveSomeGrant(
  { db }: MoneyWorld,
  { accountId, modelId, grantMeterIds }: Owners,
  random: Random,
) {
  const isRestricted = random.chance(0.4);
  await tx(db, (client) =>
    giveGrant(client, {
      accountId,
      kind: random.pick(['promotional', 'purchase', 'plan']),
      amountMicroCredits: 1n + random.bigint(800n),
      description: 'Test',
      priority: random.below(3) - 1,
      expiresAt: random.chance(0.5) ? new Date(Date.now() + 60_000 + random.below(100)) : null,
      modelIds: isRestricted ? [modelId] : null,
    }),
  );
  const meters = await query<{ id: bigint }>(
    db,
    `SELECT id FROM meters WHERE account_id = $1 AND scope = 'grant' ORDER BY id`,
    [accountId],
  );
  grantMeterIds.splice(0, grantMeterIds.length, ...meters.map(({ id }) => id));
}

/** One of the open grants, or several, are over from now on; nobody is told. */
export async function letSomeExpire(
  { db }: MoneyWorld,
  { accountId }: Owners,
  random: Random,
): Promise<void> {
  const ids = await openGrantIds(db, accountId);
  await letExpire(db, ...ids.filter(() => random.chance(0.3)));
}

export async function revokeSome({ db }: MoneyWorld, { accountId }: Owners, random: Random): Promise<void> {
  await tx(db, async (client) => {
    await settleGrants(client, accountId);
    const ids = await openGrantIds(client, accountId);
    if (ids.length > 0) await closeGrant(client, random.pick(ids), 'Test');
  });
}

/** What was spent is charged to the grants, of this account or of all. */
export const burn = ({ db }: MoneyWorld, { accountId }: Owners, random: Random): Promise<void> =>
  random.chance(0.5) ? burnGrants(db, accountId) : burnEverything(db);

/** Some of the calls that have ended cost something else after all. */
export async function correctSome({ db }: MoneyWorld, { accountId }: Owners, random: Random): Promise<void> {
  const calls = await query<{ request_id: string }>(
    db,
    'SELECT request_id FROM usage_records WHERE account_id = $1 ORDER BY request_id',
    [accountId],
  );
  const corrections = calls
    .filter(() => random.chance(0.3))
    .map(({ request_id }) => ({
      requestId: request_id,
      newCostMicroCredits: random.chance(0.2) ? 0n : random.bigint(400n),
    }));
  if (corrections.length === 0) return;
  await tx(db, (client) =>
    correctCalls(client, { accountId, reRatingId: null, reason: 'Test' }, corrections),
  );
}

/** The books are right also while all this goes on. */
export async function checkBooks(world: MoneyWorld): Promise<void> {
  const { checks } = await world.verify();
  expect(checks.filter(({ ok }) => !ok)).toEqual([]);
}

/** Lets grants pay for a part of a call, in some order. */
export function grantShares(
  { grantMeterIds }: Owners,
  holdMicroCredits: bigint,
  random: Random,
): { shares: MeterShare[]; left: bigint } {
  let left = holdMicroCredits;
  const shares = grantMeterIds.flatMap((meterId): MeterShare[] => {
    const held = random.chance(0.5) ? random.bigint(left + 1n) : 0n;
    left -= held;
    if (held === 0n) return [];
    return [
      { meterId, holdMicroCredits: held, holdTokens: 0n, minuteTokens: 0n, purse: 'grant', providerId: null },
    ];
  });
  return { shares, left };
}

const openGrantIds = async (db: pg.Pool | pg.PoolClient, accountId: string) =>
  (
    await query<{ id: string }>(db, 'SELECT id FROM open_grants WHERE account_id = $1 ORDER BY place', [
      accountId,
    ])
  ).map(({ id }) => id);
