import http from 'node:http';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Customer, createWorld, type World } from '../../test/gateway-world.ts';
import { wordsOf } from '../../test/stand-ins/upstream-chat.ts';

let world: World;
let customer: Customer;
const models: Record<string, string> = {};
const names = [
  'plain',
  'crlf',
  'split',
  'crlf-split',
  'merged',
  'heartbeats',
  'usage-everywhere',
  'usage-null',
  'stepped',
  'flood',
  'pause-after-3',
];
beforeAll(async () => {
  world = await createWorld();
  const added = await Promise.all(names.map((name) => world.addModel(name)));
  names.forEach((name, index) => (models[name] = added[index]!.name));
  customer = await world.addCustomer(added, '1000');
});
afterAll(() => world.close());

const path = '/v1/chat/completions';
const chat = (name: string, more: object = {}) => ({
  model: models[name],
  stream: true,
  messages: [{ role: 'user', content: 'hi' }],
  max_tokens: 100,
  ...more,
});
const usageOf = async (requestId: string | null) =>
  (await world.usage(customer.accountId)).find((row) => row.request_id === requestId);

/** Opens a stream of the gateway on a connection of its own; nothing is read until it is asked for. */
function open(body: object): Promise<http.IncomingMessage> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${customer.key}` };
    const request = http.request(world.url + path, { method: 'POST', headers, agent: false }, resolve);
    request.on('error', reject);
    request.end(JSON.stringify(body));
  });
}

describe('the bytes of the upstream', () => {
  const expected = (sent: string, wantsUsage: boolean) => {
    const events = sent.split(/(?<=\r?\n\r?\n)/);
    const passed = events.filter((event) => !event.includes('[DONE]') && !event.includes('"choices":[]'));
    const usage = events.find((event) => event.includes('"choices":[]'));
    return { passed: passed.join(''), usage: wantsUsage ? usage : undefined };
  };
  test.each(
    names.slice(0, 8).flatMap((name) => [true, false].map((wants): [string, boolean] => [name, wants])),
  )('arrive in order and complete: %s, usage asked for: %s', async (name, wantsUsage) => {
    for (let time = 0; time < (name.includes('split') ? 10 : 1); time += 1) {
      const options = wantsUsage ? { stream_options: { include_usage: true } } : {};
      const response = await customer.post(path, chat(name, options));
      const text = await response.text();
      const { passed, usage } = expected(
        Buffer.concat(world.upstream.calls.at(-1)!.sent).toString(),
        wantsUsage,
      );
      expect(text.slice(0, passed.length)).toBe(passed);
      const rest = text.slice(passed.length);
      if (!usage) expect(rest).toBe('data: [DONE]\n\n');
      else {
        const cut = usage.trimEnd().slice(0, -2);
        expect(rest.startsWith(cut)).toBe(true);
        expect(rest.slice(cut.length)).toMatch(/^,"cost_credits":"0\.0\d+"}}\n\ndata: \[DONE]\n\n$/);
      }
    }
  });

  test('heartbeats are among them', async () => {
    const text = await (await customer.post(path, chat('heartbeats'))).text();
    expect(text.match(/^: still here$/gm)?.length).toBeGreaterThan(12);
  });
});

test('the head comes at once, and each event before the upstream has sent the next', async () => {
  const response = await open(chat('stepped', { user: 'step by step' }));
  expect(response.statusCode).toBe(200);
  expect(response.headers).toMatchObject({
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-cache, no-transform',
    'x-accel-buffering': 'no',
    'x-litemaas-model': models['stepped'],
    'x-litemaas-cache': 'miss',
  });
  const call = await world.upstream.callOf('step by step');
  expect(call.sent).toHaveLength(0);
  let seen = '';
  response.setEncoding('utf8').on('data', (chunk: string) => (seen += chunk));
  for (let event = 1; event <= 6; event += 1) {
    call.step();
    await expect.poll(() => seen.split('\n\n').length - 1, { interval: 5 }).toBe(event);
    expect(call.sent).toHaveLength(event);
  }
  expect(seen).toBe(Buffer.concat(call.sent).toString());
  response.destroy();
  await expect.poll(() => call.gone).toBe(true);
});

describe('a reader that does not read', () => {
  const events = 16_000;
  const eventBytes = 1070;
  /** What the buffers of four sockets on one machine may take. */
  const buffersMost = 12 * 1024 * 1024;

  async function stalled(user: string) {
    const response = await open(chat('flood', { words: events, max_tokens: 2 * events, user }));
    const call = await world.upstream.callOf(user);
    let last = -1;
    await expect
      .poll(() => [last, (last = call.sent.length)], { interval: 250, timeout: 10_000 })
      .toSatisfy(([before, now]: number[]) => before === now && before! > 0);
    return { response, call };
  }

  test('makes the upstream wait, and memory does not grow; then it gets all of it', async () => {
    const before = process.memoryUsage();
    const { response, call } = await stalled('reads late');
    expect(call.sent.length * eventBytes).toBeLessThan(buffersMost);
    expect(process.memoryUsage().arrayBuffers - before.arrayBuffers).toBeLessThan(8 * 1024 * 1024);
    let bytes = 0;
    let tail = '';
    for await (const chunk of response) {
      bytes += (chunk as Buffer).length;
      tail = (tail + String(chunk)).slice(-20);
    }
    const done = 'data: [DONE]\n\n';
    expect(tail.endsWith(done)).toBe(true);
    expect(bytes).toBe(call.sent.reduce((sum, part) => sum + part.length, 0) + done.length);
    expect(await usageOf(response.headers['x-request-id'] as string)).toMatchObject({
      outcome: 'success',
      output_tokens: 5n,
    });
  });

  test('and leaves: the upstream is told, and the call is settled', async () => {
    const { response, call } = await stalled('leaves unread');
    response.destroy();
    await expect.poll(() => call.gone).toBe(true);
    await expect
      .poll(() => usageOf(response.headers['x-request-id'] as string))
      .toMatchObject({ outcome: 'aborted', estimated: true });
  });
});

describe('the last bytes wait for the usage record', () => {
  /** Lets nobody write usage records until it is called. */
  async function holdRecords() {
    const client = new pg.Client({ connectionString: world.databaseUrl });
    await client.connect();
    await client.query('BEGIN');
    await client.query('LOCK TABLE usage_records IN SHARE MODE');
    return () => client.end();
  }

  test('of a stream', async () => {
    const letGo = await holdRecords();
    const response = await open(chat('plain', { stream_options: { include_usage: true } }));
    let seen = '';
    response.setEncoding('utf8').on('data', (chunk: string) => (seen += chunk));
    await expect.poll(() => seen).toContain('"finish_reason":"stop"');
    expect(seen).not.toContain('"usage"');
    expect(seen).not.toContain('[DONE]');
    const requestId = response.headers['x-request-id'] as string;
    const recorded = new Promise((resolve) =>
      response.on('data', (chunk: string) => chunk.includes('[DONE]') && resolve(usageOf(requestId))),
    );
    await letGo();
    expect(await recorded).toMatchObject({ outcome: 'success' });
    expect(seen).toContain('"cost_credits"');
  });

  test('of a JSON answer', async () => {
    const letGo = await holdRecords();
    let answered = false;
    const asking = customer.post(path, chat('plain', { stream: false, user: 'waits for its record' }));
    void asking.then(() => (answered = true));
    await world.upstream.callOf('waits for its record');
    const waiting = async () => {
      const { rows } = await world.db.query(
        `SELECT 1 FROM pg_locks WHERE NOT granted AND relation = 'usage_records'::regclass`,
      );
      return rows.length;
    };
    await expect.poll(waiting).toBe(1);
    expect(answered).toBe(false);
    await letGo();
    const response = await asking;
    expect(await usageOf(response.headers.get('x-request-id'))).toMatchObject({ outcome: 'success' });
  });

  test('and a client that leaves in between is billed once, for all of it', async () => {
    const letGo = await holdRecords();
    const response = await open(chat('plain'));
    let seen = '';
    response.setEncoding('utf8').on('data', (chunk: string) => (seen += chunk));
    await expect.poll(() => seen).toContain('"finish_reason":"stop"');
    response.destroy();
    await letGo();
    await expect
      .poll(() => usageOf(response.headers['x-request-id'] as string))
      .toMatchObject({ outcome: 'success', output_tokens: 12n, estimated: false });
    expect((await customer.credits()).heldCredits).toBe('0');
  });
});

test('a client that leaves before the first event pays its input', async () => {
  const response = await open(chat('stepped', { user: 'leaves at once' }));
  const call = await world.upstream.callOf('leaves at once');
  response.destroy();
  await expect.poll(() => call.gone).toBe(true);
  await expect
    .poll(() => usageOf(response.headers['x-request-id'] as string))
    .toMatchObject({ outcome: 'aborted', input_tokens: 8n, output_tokens: 0n, first_token_ms: null });
});

test('a long answer whose upstream does not count it is counted whole', async () => {
  const words = 3_000;
  const noUsage = await world.addModel('no-usage');
  await customer.subscribe(noUsage.id);
  const response = await customer.post(path, {
    ...chat('plain', { words, max_tokens: words }),
    model: noUsage.name,
  });
  expect((await response.text()).length).toBeGreaterThan(words * 100);
  expect(await usageOf(response.headers.get('x-request-id'))).toMatchObject({
    output_tokens: BigInt(wordsOf({ words }).length),
    estimated: true,
  });
});
