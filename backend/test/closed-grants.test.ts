import { afterAll, beforeAll, expect, test } from 'vitest';
import { closeGrant, settleGrants } from '../src/features/credits/grant-queries.ts';
import { giveGrant } from '../src/features/credits/ledger.ts';
import { query, tx } from '../src/lib/sql.ts';
import { createTestDatabase } from './app.ts';
import { makeAdmission, makeSettlement } from './money-calls.ts';
import { createMoneyWorld, type MoneyInstance, type MoneyWorld } from './money-world.ts';

let world: MoneyWorld;
let instance: MoneyInstance;
beforeAll(async () => {
  world = await createMoneyWorld(await createTestDatabase());
  instance = await world.startInstance();
});
afterAll(() => world.close());

/** An account with nothing but two grants, of which the first one pays first. */
async function createAccount(amounts: [bigint, bigint]) {
  const owners = await world.createOwners();
  const { accountId } = owners;
  const [start] = await query<{ id: string }>(world.db, 'SELECT id FROM grants WHERE account_id = $1', [
    accountId,
  ]);
  const give = (amountMicroCredits: bigint, priority: number) =>
    tx(world.db, (client) =>
      giveGrant(client, {
        accountId,
        kind: 'promotional',
        amountMicroCredits,
        description: 'Test',
        priority,
        expiresAt: null,
        modelIds: null,
      }),
    );
  await give(amounts[0], 1);
  await give(amounts[1], 2);
  const grants = await query<{ id: string }>(
    world.db,
    'SELECT id FROM open_grants WHERE account_id = $1 AND id <> $2 ORDER BY place',
    [accountId, start?.id ?? ''],
  );
  const close = (id: string) =>
    tx(world.db, async (client) => {
      await settleGrants(client, accountId);
      await closeGrant(client, id, 'Test');
    });
  if (start) await close(start.id);
  return { owners, close, grants: grants.map(({ id }) => id) };
}

test.each([
  { cost: 3n, order: [1, 0], used: [0n, 3n] },
  { cost: 3n, order: [0, 1], used: [3n, 0n] },
  { cost: 30n, order: [1, 0], used: [7n, 23n] },
  { cost: 68n, order: [1, 0], used: [45n, 23n] },
])(
  'a call that runs while its grants are closed, in the order $order, is paid by them: $cost',
  async ({ cost, order, used }) => {
    const { owners, close, grants } = await createAccount([45n, 23n]);
    const admission = makeAdmission(owners, 68n, 0n);
    const result = await instance.money.batcher.admit(admission);
    if (!result.admitted) throw new Error('refused');
    for (const index of order) await close(grants[index] as string);
    await instance.money.batcher.settle(makeSettlement(admission, result.hold, { costMicroCredits: cost }));
    await tx(world.db, (client) => settleGrants(client, owners.accountId));
    const rows = await query<{ id: string; consumed_micro_credits: bigint }>(
      world.db,
      'SELECT id, consumed_micro_credits FROM grants WHERE id = ANY ($1)',
      [grants],
    );
    expect(grants.map((id) => rows.find((row) => row.id === id)?.consumed_micro_credits)).toEqual(used);
    expect((await world.verify()).checks.filter(({ ok }) => !ok)).toEqual([]);
  },
);
