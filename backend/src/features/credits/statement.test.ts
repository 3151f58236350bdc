import { randomInt } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/app.ts';
import { spend } from '../../../test/credits.ts';
import { type Person, signUp } from '../../../test/people.ts';
import { createRandom, type Random } from '../../../test/random.ts';
import { formatCredits } from '../../lib/credits.ts';
import { newId } from '../../lib/ids.ts';
import { tx } from '../../lib/sql.ts';
import { postGrant } from './ledger.ts';
import { openStatement } from './statement.ts';
import { findBalanceAt, insertCheckpoints } from './statement-queries.ts';

let server: TestApp;
let user: Person;
beforeAll(async () => void (server = await createTestApp()));
afterAll(() => server.close());
beforeEach(async () => void (user = await signUp(server.app)));

const mine = '/api/v1/accounts/me/credits';
const give = (description: string, amountMicroCredits = 5_000_000n) =>
  tx(server.app.db, (client) =>
    postGrant(client, { accountId: user.accountId, kind: 'promotional', amountMicroCredits, description }),
  );
const statement = (query = '') => user.call('GET', `${mine}/statement?format=csv${query}`);
/** The lines without their times and ids. */
const linesOf = (text: string) =>
  text
    .trimEnd()
    .split('\r\n')
    .map((line) => line.split(',').slice(2).join(','));

describe('a statement', () => {
  test('has every transaction with the balance after it, between opening and closing', async () => {
    const transaction = await spend(server.db, user.accountId, 2_500_000n);
    await give('A gift, for "you"');
    const answer = await statement();
    expect([answer.status, answer.headers['content-type']]).toEqual([200, 'text/csv; charset=utf-8']);
    expect(answer.headers['content-disposition']).toMatch(
      /^attachment; filename="statement-acc_\w+-\d{4}-\d\d-\d\d-\d{4}-\d\d-\d\d\.csv"$/,
    );
    expect(linesOf(answer.body)).toEqual([
      'kind,description,calls,amount_credits,balance_credits',
      'opening,Opening balance,,,0',
      'grant,Welcome credits,,1000,1000',
      'usage,Calls,1,-2.5,997.5',
      'grant,"A gift, for ""you""",,5,1002.5',
      'closing,Closing balance,,,1002.5',
    ]);
    expect(answer.body).toMatch(new RegExp(`\r\n\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z,${transaction},usage,`));
  });

  test('of a period begins with what was before, and ends before what comes after', async () => {
    await spend(server.db, user.accountId, 1_000_000n);
    // A time of JavaScript is cut to its millisecond: to one after that of the calls.
    const { rows } = await server.db.query<{ now: Date }>(
      'SELECT clock_timestamp() AS now FROM pg_sleep(0.002)',
    );
    const between = rows[0]?.now.toISOString() ?? '';
    await give('Later');
    await server.db.query(`SELECT pg_sleep_until('${between}'::timestamptz + interval '2 milliseconds')`);
    expect(linesOf((await statement(`&from=${between}`)).body).slice(1)).toEqual([
      'opening,Opening balance,,,999',
      'grant,Later,,5,1004',
      'closing,Closing balance,,,1004',
    ]);
    expect(linesOf((await statement(`&to=${between}`)).body).slice(-2)).toEqual([
      'usage,Calls,1,-1,999',
      'closing,Closing balance,,,999',
    ]);
  });

  test('is text to a spreadsheet where it could be a formula', async () => {
    await give('=HYPERLINK("http://evil.example","Click")');
    expect(linesOf((await statement()).body)[3]).toBe(
      `grant,"'=HYPERLINK(""http://evil.example"",""Click"")",,5,1005`,
    );
  });

  test('is of the moment at which it began, however long it is and whatever is booked meanwhile', async () => {
    await server.db.query(
      `WITH t AS (INSERT INTO ledger_transactions (id, kind, account_id, description)
         SELECT 'ltx_' || $1 || n, 'adjustment', $1, 'Row ' || n FROM generate_series(1, 2500) n RETURNING id)
       INSERT INTO ledger_transfers (transaction_id, account_id, debit, credit, amount_micro_credits)
       SELECT id, $1, 'adjustment', 'customer', 1000000 FROM t`,
      [user.accountId],
    );
    const to = new Date(Date.now() + 60_000);
    const { lines } = await openStatement(server.app.db, user.accountId, { from: null, to });
    let text = '';
    for await (const part of lines) {
      text += part;
      await give('Too late');
    }
    const all = linesOf(text);
    expect([all.length, all.at(-1)]).toEqual([2504, 'closing,Closing balance,,,3500']);
    expect(text).not.toContain('Too late');
  });

  test.each(['&from=x', '&from=2026-02-01T00:00:00Z&to=2026-01-01T00:00:00Z', '&to=9999-01-01T00:00:00Z'])(
    '%s: 400',
    async (query) => {
      const { status, body } = await statement(query);
      expect([status, body.code]).toEqual([400, 'invalid_request']);
    },
  );

  test('in another format: 400', async () => {
    expect((await user.call('GET', `${mine}/statement?format=pdf`)).status).toBe(400);
  });
});

/** A balance and a statement as they are without any checkpoint: summed by hand. */
type Booking = { at: Date; amount: bigint };

/** Bookings in an order of their own: those that had waited for their account have earlier times than some before them. */
async function bookAtRandom(random: Random, accountId: string, count: number): Promise<Booking[]> {
  const begin = Date.parse('2026-03-01T00:00:00Z');
  const bookings: Booking[] = [];
  for (let n = 0; n < count; n += 1) {
    const at = new Date(begin + n * 1_000 - random.below(5) * 800);
    const amount = random.bigint(2_000_000n) - 1_000_000n || 1n;
    const id = newId('ltx');
    await server.db.query(
      `WITH t AS (INSERT INTO ledger_transactions (id, kind, account_id, description, created_at) VALUES ($1, 'adjustment', $2, 'x', $3))
       INSERT INTO ledger_transfers (transaction_id, account_id, debit, credit, amount_micro_credits) VALUES ($1, $2, $4, $5, $6)`,
      [
        id,
        accountId,
        at,
        ...(amount > 0n ? ['adjustment', 'customer'] : ['customer', 'adjustment']),
        (amount > 0n ? amount : -amount).toString(),
      ],
    );
    bookings.push({ at, amount });
    if (random.chance(0.2)) await insertCheckpoints(server.db, 1 + random.below(4));
    if (random.chance(0.1)) await deleteSomeCheckpoints(random, accountId);
  }
  return bookings;
}

async function deleteSomeCheckpoints(random: Random, accountId: string): Promise<void> {
  await server.db.query('DELETE FROM ledger_checkpoints WHERE account_id = $1 AND transfer_id % 3 = $2', [
    accountId,
    random.below(3),
  ]);
}

describe('checkpoints', () => {
  const firstSeed = Number(process.env.SEED ?? randomInt(1_000_000_000));

  test(`change no answer, whether they are there or not (seed ${firstSeed})`, async () => {
    for (let seed = firstSeed; seed < firstSeed + 8; seed += 1) {
      const random = createRandom(seed);
      const { accountId } = await signUp(server.app);
      const bookings = await bookAtRandom(random, accountId, 60);
      for (let look = 0; look < 12; look += 1) {
        const from = random.pick(bookings).at;
        const to = new Date(from.getTime() + random.below(40_000) + 1);
        const sumBefore = (time: Date) =>
          bookings.reduce((sum, { at, amount }) => (at < time ? sum + amount : sum), 0n);
        expect({ seed, balance: await findBalanceAt(server.db, accountId, from, 10n ** 18n) }).toEqual({
          seed,
          balance: sumBefore(from),
        });
        const { lines } = await openStatement(server.app.db, accountId, { from, to });
        let text = '';
        for await (const part of lines) text += part;
        const all = linesOf(text);
        expect({ seed, opening: all[1], closing: all.at(-1) }).toEqual({
          seed,
          opening: `opening,Opening balance,,,${formatCredits(sumBefore(from))}`,
          closing: `closing,Closing balance,,,${formatCredits(sumBefore(to))}`,
        });
        if (look === 8) await server.db.query('DELETE FROM ledger_checkpoints');
        else await deleteSomeCheckpoints(random, accountId);
      }
    }
  });

  test('are made for accounts with enough transfers since the last one', async () => {
    await server.db.query('DELETE FROM ledger_checkpoints');
    const other = await signUp(server.app);
    for (let n = 0; n < 3; n += 1) await spend(server.db, user.accountId, 1_000_000n);
    await insertCheckpoints(server.db, 4);
    await insertCheckpoints(server.db, 4);
    const { rows } = await server.db.query(
      `SELECT account_id, balance_micro_credits AS balance FROM ledger_checkpoints WHERE account_id IN ($1, $2)`,
      [user.accountId, other.accountId],
    );
    expect(rows).toEqual([{ account_id: user.accountId, balance: 997_000_000n }]);
  });
});

describe('the ledger', () => {
  test('is filtered by kind and time', async () => {
    await spend(server.db, user.accountId, 1_000_000n);
    const list = async (query: string) =>
      (await user.call('GET', `${mine}/ledger?${query}`)).body.data.map(
        ({ description }: { description: string }) => description,
      );
    expect(await list('')).toEqual(['Calls', 'Welcome credits']);
    expect(await list('kind=usage')).toEqual(['Calls']);
    expect(await list('kind=grant')).toEqual(['Welcome credits']);
    expect(await list('kind=expiry')).toEqual([]);
    expect(await list('to=2026-01-01T00:00:00Z')).toEqual([]);
    expect(await list('kind=grant&from=2026-01-01T00:00:00Z')).toEqual(['Welcome credits']);
    for (const query of ['kind=gift', 'from=x', 'to=1900-01-01T00:00:00Z'])
      expect((await user.call('GET', `${mine}/ledger?${query}`)).status).toBe(400);
  });
});
