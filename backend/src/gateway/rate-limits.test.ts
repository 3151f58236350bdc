import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Customer, createWorld, type World } from '../../test/gateway-world.ts';

let world: World;
let plain: { id: string; name: string };
let hang: { id: string; name: string };
let free: { id: string; name: string };
let failing: { id: string; name: string };
beforeAll(async () => {
  world = await createWorld();
  plain = await world.addModel('plain');
  hang = await world.addModel('hang');
  free = await world.addModel('plain', { prices: { free: true } });
  failing = await world.addModel('fail-400');
});
afterAll(() => world.close());
beforeEach(() => world.upstream.forget());

const path = '/v1/chat/completions';
const chat = (model: string, more: object = {}) => ({
  model,
  messages: [{ role: 'user', content: 'hi' }],
  max_tokens: 20,
  ...more,
});
const withKey = (secret: string) => ({ authorization: `Bearer ${secret}` });
const customerOf = (credits = '1000') => world.addCustomer([plain, hang, free, failing], credits);

/** The minute window of a key or an account. */
async function windowOf(scopeId: string) {
  const { rows } = await world.db.query<{ tokens_used: bigint; requests_used: bigint }>(
    `SELECT minute_tokens_used AS tokens_used, minute_requests_used AS requests_used FROM meters WHERE scope_id = $1 AND period = 'total'`,
    [scopeId],
  );
  return rows[0]!;
}

/** Lets a minute pass for a window. */
const passMinute = (scopeId: string) =>
  world.db.query(`UPDATE meters SET minute_start_ms = minute_start_ms - 60000 WHERE scope_id = $1`, [
    scopeId,
  ]);

async function askAtOnce(customer: Customer, times: number, body: object, secret: string) {
  const replies = await Promise.all(
    Array.from({ length: times }, async () => {
      const response = await customer.post(path, body, withKey(secret));
      return { status: response.status, headers: response.headers, body: await response.json() };
    }),
  );
  const ok = replies.filter(({ status }) => status === 200);
  return { ok: ok.length, refused: replies.filter(({ status }) => status !== 200) };
}

describe('requests a minute', () => {
  test('of a key: of a hundred at once ten get through, and ten more when the minute is over', async () => {
    const customer = await customerOf();
    const { id, secret } = await customer.createKey({ rpm: 10 });
    const first = await askAtOnce(customer, 100, chat(plain.name), secret);
    expect(first.ok).toBe(10);
    expect(world.upstream.calls).toHaveLength(10);
    for (const { status, headers, body } of first.refused) {
      expect(status).toBe(429);
      expect(body).toEqual({
        error: {
          message: expect.stringMatching(/^Rate limit reached: 10 requests a minute\./) as string,
          type: 'rate_limit_error',
          code: 'rate_limit_exceeded',
          param: null,
          details: { unit: 'requests_per_minute', limit: '10' },
        },
      });
      const seconds = Number(headers.get('retry-after'));
      expect(seconds).toBeGreaterThanOrEqual(30);
      expect(seconds).toBeLessThanOrEqual(60);
      expect(headers.get('x-ratelimit-limit-requests')).toBe('10');
      expect(headers.get('x-ratelimit-remaining-requests')).toBe('0');
      expect(headers.get('x-ratelimit-reset-requests')).toBe(`${seconds}s`);
    }
    expect((await windowOf(id)).requests_used).toBe(10n);

    await passMinute(id);
    const second = await askAtOnce(customer, 20, chat(plain.name), secret);
    expect(second.ok).toBe(10);
    expect((await windowOf(id)).requests_used).toBe(10n);
  });

  test('Retry-After is what is left of the minute', async () => {
    const customer = await customerOf();
    const { id, secret } = await customer.createKey({ rpm: 1 });
    expect((await askAtOnce(customer, 1, chat(plain.name), secret)).ok).toBe(1);
    await world.db.query(
      `UPDATE meters SET minute_start_ms = (extract(epoch FROM clock_timestamp()) * 1000)::bigint - 49500 WHERE scope_id = $1`,
      [id],
    );
    const { refused } = await askAtOnce(customer, 1, chat(plain.name), secret);
    expect(['10', '11']).toContain(refused[0]?.headers.get('retry-after'));
  });

  test('refused calls do not hold the window open: it reopens under steady traffic', async () => {
    const customer = await customerOf();
    const { id, secret } = await customer.createKey({ rpm: 2 });
    await askAtOnce(customer, 5, chat(plain.name), secret);
    for (let quarter = 0; quarter < 3; quarter += 1) {
      await world.db.query(
        `UPDATE meters SET minute_start_ms = minute_start_ms - 15000 WHERE scope_id = $1`,
        [id],
      );
      expect((await askAtOnce(customer, 3, chat(plain.name), secret)).ok).toBe(0);
    }
    await passMinute(id);
    expect((await askAtOnce(customer, 3, chat(plain.name), secret)).ok).toBe(2);
  });

  test('of the account hold for all its keys together', async () => {
    const customer = await customerOf();
    const planned = { planId: 'pln_basic' };
    const put = await world.admin.call('PUT', `/api/v1/admin/accounts/${customer.accountId}/plan`, planned);
    expect(put.status).toBe(200);
    const keys = [
      customer.key,
      (await customer.createKey()).secret,
      (await customer.createKey({ rpm: 3 })).secret,
    ];
    await expect
      .poll(async () => {
        world.upstream.forget();
        await passMinute(customer.accountId);
        const asked = keys.map((secret) => askAtOnce(customer, 10, chat(plain.name), secret));
        return (await Promise.all(asked)).reduce((sum, { ok }) => sum + ok, 0);
      })
      .toBe(10);
    expect(world.upstream.calls).toHaveLength(10);
  });

  test('are not taken by a call that lacks credits', async () => {
    const customer = await customerOf('0');
    const { id, secret } = await customer.createKey({ rpm: 10 });
    const { refused } = await askAtOnce(customer, 3, chat(plain.name), secret);
    expect(refused.map(({ status }) => status)).toEqual([402, 402, 402]);
    expect((await windowOf(id)).requests_used).toBe(0n);
  });

  test('a free model counts in them, and costs no credits', async () => {
    const customer = await customerOf('0');
    const { id, secret } = await customer.createKey({ rpm: 2 });
    const { ok, refused } = await askAtOnce(customer, 5, chat(free.name), secret);
    expect([ok, refused.map(({ status }) => status)]).toEqual([2, [429, 429, 429]]);
    expect((await windowOf(id)).requests_used).toBe(2n);
    expect(await customer.credits()).toMatchObject({ balanceCredits: '0', heldCredits: '0' });
    const usage = await world.usage(customer.accountId);
    expect(usage.map((row) => [row.cost_micro_credits, row.hold_micro_credits])).toEqual([
      [0n, 0n],
      [0n, 0n],
    ]);
    expect(usage[0]?.output_tokens).toBe(12n);
  });
});

describe('tokens a minute', () => {
  /** All bytes of the body, 8 for its message, 16 for the request, and the answer's bound. */
  const reserved = (body: { max_tokens: number }) =>
    BigInt(Buffer.byteLength(JSON.stringify(body)) + 8 + 16 + body.max_tokens);
  /** `hi` is one token, its message 4 more, the answer's start 3; the answer has twelve words. */
  const inputTokens = 8n;
  const used = inputTokens + 12n;

  test('are reserved at the most and given back to what was used, exactly', async () => {
    const customer = await customerOf();
    const { id, secret } = await customer.createKey({ tpm: 1000 });
    const gone = new AbortController();
    const body = chat(hang.name, { user: 'waits' });
    const asking = customer.post(path, body, withKey(secret), gone.signal).catch(() => {});
    await world.upstream.callOf('waits');
    expect((await windowOf(id)).tokens_used).toBe(reserved(body));
    gone.abort();
    await asking;
    await expect.poll(async () => (await windowOf(id)).tokens_used).toBe(inputTokens);

    expect((await askAtOnce(customer, 1, chat(plain.name), secret)).ok).toBe(1);
    expect(await windowOf(id)).toEqual({ tokens_used: inputTokens + used, requests_used: 2n });
  });

  test('of a refused request are all given back', async () => {
    const customer = await customerOf();
    const { id, secret } = await customer.createKey({ tpm: 1000 });
    const { refused } = await askAtOnce(customer, 3, chat(failing.name), secret);
    expect(refused.map(({ status }) => status)).toEqual([400, 400, 400]);
    expect(await windowOf(id)).toEqual({ tokens_used: 0n, requests_used: 3n });
  });

  test('running calls count at the most they can be; who finds no room waits', async () => {
    const customer = await customerOf();
    const body = chat(hang.name, { max_tokens: 300 });
    const limit = reserved(body) * 2n + 10n;
    const { id, secret } = await customer.createKey({ tpm: Number(limit) });
    const gone = new AbortController();
    const asking = [0, 1].map(() => customer.post(path, body, withKey(secret), gone.signal).catch(() => {}));
    await expect.poll(() => world.upstream.calls.length).toBe(2);
    const refused = await customer.post(path, body, withKey(secret));
    expect(refused.status).toBe(429);
    expect(await refused.json()).toMatchObject({
      error: {
        code: 'rate_limit_exceeded',
        type: 'rate_limit_error',
        details: { unit: 'tokens_per_minute', limit: String(limit) },
      },
    });
    expect(refused.headers.get('x-ratelimit-limit-tokens')).toBe(String(limit));
    expect(refused.headers.get('x-ratelimit-remaining-tokens')).toBe('10');
    gone.abort();
    await Promise.all(asking);
    await expect.poll(async () => (await windowOf(id)).tokens_used).toBe(2n * inputTokens);
    expect((await askAtOnce(customer, 1, chat(plain.name, { max_tokens: 300 }), secret)).ok).toBe(1);
  });

  test('a call that may be larger than the whole window takes all of it, once', async () => {
    const customer = await customerOf();
    const { id, secret } = await customer.createKey({ tpm: 30 });
    expect((await askAtOnce(customer, 1, chat(plain.name, { max_tokens: 500 }), secret)).ok).toBe(1);
    expect((await windowOf(id)).tokens_used).toBe(used);
    const { ok, refused } = await askAtOnce(customer, 2, chat(plain.name, { max_tokens: 500 }), secret);
    expect([ok, refused[0]?.status]).toEqual([0, 429]);
  });

  test('of a minute that is over are not given back to the next one', async () => {
    const customer = await customerOf();
    const { id, secret } = await customer.createKey({ tpm: 1000 });
    const gone = new AbortController();
    const asking = customer
      .post(path, chat(hang.name, { user: 'long' }), withKey(secret), gone.signal)
      .catch(() => {});
    await world.upstream.callOf('long');
    await passMinute(id);
    expect((await askAtOnce(customer, 1, chat(plain.name), secret)).ok).toBe(1);
    expect((await windowOf(id)).tokens_used).toBe(used);
    gone.abort();
    await asking;
    await expect.poll(async () => (await world.usage(customer.accountId)).length).toBe(2);
    expect(await windowOf(id)).toEqual({ tokens_used: used, requests_used: 1n });
  });
});
