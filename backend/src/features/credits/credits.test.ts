import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/app.ts';
import { createTeam } from '../../../test/catalogue.ts';
import { spend as spendCredits } from '../../../test/credits.ts';
import { type Person, signUp } from '../../../test/people.ts';
import { tx } from '../../lib/sql.ts';
import { postGrant } from './ledger.ts';

let server: TestApp;
let user: Person;
beforeAll(async () => void (server = await createTestApp()));
afterAll(() => server.close());
beforeEach(async () => void (user = await signUp(server.app)));

const mine = '/api/v1/accounts/me/credits';
const get = async (path = mine) => (await user.call('GET', path)).body;
type PostedGrant = Parameters<typeof postGrant>[1];
const give = (grant: Partial<PostedGrant>) =>
  tx(server.app.db, (client) =>
    postGrant(client, {
      accountId: user.accountId,
      kind: 'promotional',
      amountMicroCredits: 5_000_000n,
      description: 'A gift',
      ...grant,
    }),
  );
const spend = (microCredits: bigint) => spendCredits(server.db, user.accountId, microCredits);
const consumed = async () =>
  (
    await server.db.query<{ consumed: bigint }>(
      'SELECT consumed_micro_credits AS consumed FROM grants WHERE account_id = $1 ORDER BY created_at, id',
      [user.accountId],
    )
  ).rows.map((row) => row.consumed);

describe('credits', () => {
  test('of a new account: the welcome grant', async () => {
    expect(await get()).toEqual({
      balanceCredits: '1000',
      heldCredits: '0',
      availableCredits: '1000',
      restrictedCredits: '0',
      grants: [
        {
          id: expect.stringMatching(/^grt_/) as string,
          kind: 'promotional',
          description: 'Welcome credits',
          status: 'active',
          priority: 0,
          expiresAt: null,
          modelIds: null,
          models: null,
          amountCredits: '1000',
          usedCredits: '0',
          lapsedCredits: '0',
          remainingCredits: '1000',
          createdAt: expect.any(String) as string,
        },
      ],
    });
  });

  test('say what running calls hold', async () => {
    await server.db.query(`UPDATE meters SET credits_held = 250500000 WHERE scope_id = $1`, [user.accountId]);
    expect(await get()).toMatchObject({
      balanceCredits: '1000',
      heldCredits: '250.5',
      availableCredits: '749.5',
    });
  });

  test('that calls have used burn the grants, the oldest first; looking changes nothing', async () => {
    await give({ description: 'Second' });
    await spend(1_002_000_000n);
    expect(await consumed()).toEqual([0n, 0n]);
    const { balanceCredits, grants } = await get();
    expect([balanceCredits, grants]).toMatchObject([
      '3',
      [
        { description: 'Second', remainingCredits: '3' },
        { description: 'Welcome credits', remainingCredits: '0' },
      ],
    ]);
    expect(await consumed()).toEqual([0n, 0n]);
  });

  test('are told while somebody else changes them', async () => {
    const other = await server.db.connect();
    try {
      await other.query('BEGIN');
      await other.query(`UPDATE meters SET credits_held = 1000000 WHERE scope_id = $1`, [user.accountId]);
      expect(await get()).toMatchObject({ heldCredits: '0', grants: [{ remainingCredits: '1000' }] });
    } finally {
      await other.query('ROLLBACK');
      other.release();
    }
  });

  test('used beyond all grants are paid by the next grant', async () => {
    await spend(1_002_000_000n);
    expect(await get()).toMatchObject({ balanceCredits: '-2', grants: [{ remainingCredits: '0' }] });
    await give({});
    const { balanceCredits, grants } = await get();
    expect([balanceCredits, grants[0].remainingCredits]).toEqual(['3', '3']);
  });

  test('are burned before a grant is added, so that it does not pay for what was used before', async () => {
    await spend(400_000_000n);
    await give({});
    expect(await consumed()).toEqual([400_000_000n, 0n]);
  });

  test('burn once when many give at once', async () => {
    await spend(300_000_000n);
    await Promise.all(Array.from({ length: 8 }, () => give({})));
    expect(await consumed()).toEqual([300_000_000n, ...Array<bigint>(8).fill(0n)]);
  });

  test('agree with their grants while calls settle and grants are given', async () => {
    const total = ({ grants }: { grants: { remainingCredits: string }[] }) =>
      String(grants.reduce((sum, { remainingCredits }) => sum + Number(remainingCredits), 0));
    const changes = Promise.all(Array.from({ length: 12 }, (_, n) => (n % 2 ? give({}) : spend(1_000_000n))));
    const answers = await Promise.all(Array.from({ length: 12 }, () => get()));
    await changes;
    for (const answer of [...answers, await get()]) expect(total(answer)).toBe(answer.balanceCredits);
  });

  test('are for every member, and for nobody else', async () => {
    const team = await createTeam(server.db, user, 'viewer');
    const stranger = await signUp(server.app);
    for (const path of ['credits', 'credits/ledger']) {
      expect((await user.call('GET', `/api/v1/accounts/${team}/${path}`)).status).toBe(200);
      expect((await stranger.call('GET', `/api/v1/accounts/${team}/${path}`)).status).toBe(404);
      expect((await server.app.inject(`/api/v1/accounts/me/${path}`)).statusCode).toBe(401);
    }
  });
});

describe('a grant', () => {
  test.each([
    ['promotional', 'grant', 'promotional_expense'],
    ['plan', 'grant', 'promotional_expense'],
    ['purchase', 'grant', 'payment_clearing'],
    ['adjustment', 'adjustment', 'adjustment'],
  ] as const)('of kind %s is booked as %s, from %s', async (kind, ledgerKind, debit) => {
    const id = await give({ kind, sourceId: `${user.accountId} source` });
    const { rows } = await server.db.query(
      `SELECT t.kind, t.source_id, f.debit, f.credit, f.amount_micro_credits AS amount, g.kind AS grant_kind
       FROM ledger_transactions t JOIN ledger_transfers f ON f.transaction_id = t.id
       JOIN grants g ON g.ledger_transaction_id = t.id WHERE t.id = $1`,
      [id],
    );
    expect(rows).toEqual([
      {
        kind: ledgerKind,
        source_id: `${user.accountId} source`,
        debit,
        credit: 'customer',
        amount: 5_000_000n,
        grant_kind: kind,
      },
    ]);
  });

  test('is given once for one source', async () => {
    const sourceId = `payment of ${user.accountId}`;
    const ids = await Promise.all(Array.from({ length: 6 }, () => give({ sourceId })));
    expect(new Set(ids).size).toBe(1);
    expect((await get()).balanceCredits).toBe('1005');
    await expect(give({ sourceId, amountMicroCredits: 1n })).rejects.toMatchObject({
      code: 'idempotency_key_reused',
    });
    expect((await get()).balanceCredits).toBe('1005');
  });

  test('without a source is given each time', async () => {
    await give({});
    await give({});
    expect((await get()).balanceCredits).toBe('1010');
  });

  test('to no account is refused', async () => {
    await expect(give({ accountId: 'acc_none' })).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('the ledger', () => {
  test('lists what changed the balance, the newest first, in pages', async () => {
    const calls = await spend(2_500_000n);
    const gift = await give({ kind: 'adjustment', description: 'Sorry' });
    const first = await get(`${mine}/ledger?limit=2`);
    expect(first.data).toEqual([
      {
        id: gift,
        kind: 'adjustment',
        description: 'Sorry',
        amountCredits: '5',
        callCount: null,
        createdAt: expect.any(String) as string,
      },
      {
        id: calls,
        kind: 'usage',
        description: 'Calls',
        amountCredits: '-2.5',
        callCount: 1,
        createdAt: expect.any(String) as string,
      },
    ]);
    const second = await get(`${mine}/ledger?limit=2&cursor=${first.nextCursor}`);
    expect(second).toMatchObject({
      data: [{ kind: 'grant', description: 'Welcome credits', amountCredits: '1000', callCount: null }],
      nextCursor: null,
    });
  });

  test('pages through entries of the same moment without loss', async () => {
    await server.db.query(
      `INSERT INTO ledger_transactions (id, kind, account_id, description)
       SELECT 'ltx_same_' || $1 || n, 'usage', $1, 'Calls' FROM generate_series(1, 5) n`,
      [user.accountId],
    );
    const seen: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const page = await get(`${mine}/ledger?limit=2${cursor && `&cursor=${cursor}`}`);
      seen.push(...page.data.map(({ id }: { id: string }) => id));
      cursor = page.nextCursor;
    }
    expect([seen.length, new Set(seen).size]).toEqual([6, 6]);
  });

  test.each(['limit=0', 'limit=201', 'limit=x', 'cursor=x', `cursor=${btoa('["x","y"]')}`])(
    '%s: 400',
    async (query) => {
      expect((await user.call('GET', `${mine}/ledger?${query}`)).status).toBe(400);
    },
  );

  test.each([
    'UPDATE ledger_transactions SET description = id',
    'DELETE FROM ledger_transactions',
    'TRUNCATE ledger_transactions',
    'UPDATE ledger_transfers SET amount_micro_credits = 1',
    'DELETE FROM ledger_transfers',
    'TRUNCATE ledger_transfers',
  ])('refuses %s', async (sql) => {
    await expect(server.db.query(sql)).rejects.toMatchObject({ code: 'LM003' });
    expect((await get()).balanceCredits).toBe('1000');
  });
});
