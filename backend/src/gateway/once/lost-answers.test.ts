import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Customer, World } from '../../../test/gateway-world.ts';
import { chat, createKeyedCalls, isReplay, type KeyedCalls, path, said } from '../../../test/keyed-calls.ts';
import { delta, done, finish, sending, streaming, usage } from '../../../test/stand-ins/scripted.ts';

let calls: KeyedCalls;
let world: World;
let customer: Customer;
let post: KeyedCalls['post'];
let plainChat: KeyedCalls['plainChat'];
beforeAll(async () => {
  calls = await createKeyedCalls();
  ({ world, customer, post, plainChat } = calls);
});
afterAll(() => calls.close());
beforeEach(() => world.upstream.forget());

describe('409 idempotency_answer_lost, and no second payment', () => {
  const expectLost = async (key: string, body: object) => {
    const again = await post(key, body);
    expect([again.status, again.error?.code]).toEqual([409, 'idempotency_answer_lost']);
    expect(again.headers.get('x-should-retry')).toBe('false');
    const { request_id: requestId } = (await world.usage(customer.accountId)).at(-1)!;
    expect(again.error?.details).toEqual({ requestId });
  };

  test.each([
    ['JSON', {}, sending(said(1_000_000))],
    [
      'a stream',
      { stream: true },
      streaming(
        ...Array.from({ length: 45 }, () => delta('x', { padding: 'x'.repeat(100_000) })),
        finish(usage(5, 40)),
        done,
      ),
    ],
  ])('of an answer that is too large: %s', async (_name, more, script) => {
    const body = chat(await calls.addScripted(script), more);
    const key = randomUUID();
    expect((await post(key, body)).status).toBe(200);
    await expectLost(key, body);
    expect(await calls.callsOf(body.model)).toHaveLength(1);
  });

  test('of a call whose client went away', async () => {
    const model = await calls.addScripted(() => {});
    const gone = new AbortController();
    const call = customer
      .post(path, chat(model), { 'idempotency-key': 'gone' }, gone.signal)
      .catch(() => 'left');
    await expect.poll(calls.wasAsked).toBe(true);
    gone.abort();
    await call;
    await expect.poll(async () => (await calls.callsOf(model)).length).toBe(1);
    await expect
      .poll(async () => (await post('gone', chat(model))).error?.code)
      .toBe('idempotency_answer_lost');
    expect(await calls.callsOf(model)).toHaveLength(1);
  });

  test('of a call whose instance died before it could keep it', async () => {
    await post('crashed', plainChat());
    await calls.setKept('crashed', 'status = NULL, answer = NULL, headers = NULL');
    // As long as the instance lives, it may still bring it.
    expect((await post('crashed', plainChat())).error?.code).toBe('idempotency_in_progress');
    await calls.setKept('crashed', 'instance_id = 0');
    await expectLost('crashed', plainChat());
  });

  test('of one that could not be kept: its client has it', async () => {
    await world.db.query(
      'ALTER TABLE idempotent_calls ADD CONSTRAINT broken CHECK (status IS NULL) NOT VALID',
    );
    const first = await post('unkept', plainChat());
    await world.db.query('ALTER TABLE idempotent_calls DROP CONSTRAINT broken');
    expect(first.status).toBe(200);
    expect((await post('unkept', plainChat())).error?.code).toBe('idempotency_in_progress');
    await world.db.query(`BEGIN; SET LOCAL session_replication_role = replica;
      UPDATE usage_records SET settled_ms = settled_ms - 61000 WHERE request_id = '${first.headers.get('x-request-id')}'; COMMIT`);
    await expectLost('unkept', plainChat());
  });
});

describe('an instance that died', () => {
  test('before its call was let in leaves the key free once it is swept', async () => {
    const body = chat(await calls.addScripted(sending(said(2))));
    await post('died', body);
    await calls.setKept('died', `status = NULL, answer = NULL, request_id = 'req_none'`);
    expect((await post('died', body)).error?.code).toBe('idempotency_in_progress');
    await calls.setKept('died', 'instance_id = 0');
    const again = await post('died', body);
    expect([again.status, isReplay(again)]).toEqual([200, false]);
  });

  test('and did not, makes no call that another may have made by now', async () => {
    const lock = await world.db.connect();
    try {
      await lock.query('BEGIN; LOCK TABLE idempotent_calls');
      const call = post('zombie', plainChat());
      await expect
        .poll(async () => {
          const { rows } = await world.db.query(
            `SELECT 1 FROM pg_stat_activity WHERE application_name = 'litemaas call options' AND wait_event_type = 'Lock' AND datname = current_database()`,
          );
          return rows.length;
        })
        .toBe(1);
      await world.db.query('UPDATE instances SET dead_at = now() WHERE dead_at IS NULL');
      await expect.poll(async () => (await customer.post(path, plainChat())).status).toBe(200);
      const asked = world.upstream.calls.length;
      await lock.query('COMMIT');
      const { status, error } = await call;
      expect([status, error?.code]).toEqual([503, 'database_unavailable']);
      expect(world.upstream.calls).toHaveLength(asked);
    } finally {
      lock.release();
    }
    await expect.poll(async () => (await post('zombie', plainChat())).status).toBe(200);
    expect((await customer.credits()).heldCredits).toBe('0');
  });
});

test('what is kept is encrypted', async () => {
  const word = `secret-${randomUUID()}`;
  await post('sealed', plainChat({ messages: [{ role: 'user', content: word }] }));
  const { rows } = await world.db.query(`SELECT answer FROM idempotent_calls WHERE key = 'sealed'`);
  expect((rows[0].answer as Buffer).includes(word)).toBe(false);
  expect((rows[0].answer as Buffer).includes('choices')).toBe(false);
});

test('is forgotten after a day', async () => {
  await post('old', plainChat());
  await calls.setKept('old', `created_at = now() - interval '25 hours'`);
  await world.app.tidy();
  const again = await post('old', plainChat());
  expect([again.status, isReplay(again)]).toEqual([200, false]);
});
