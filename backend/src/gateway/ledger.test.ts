import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { costOf, type Customer, createWorld, type World } from '../../test/gateway-world.ts';
import { parseCredits } from '../lib/credits.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

type Reply = { status: number; requestId: string | null };
type Ask = (customer: Customer, model: string, user: string) => Promise<Reply>;

const chat = (model: string, user: string, more: object = {}) => ({
  model,
  user,
  messages: [
    { role: 'system', content: 'Answer in words.' },
    { role: 'user', content: `This is ${user}, and it has something to say.` },
  ],
  max_tokens: 50,
  ...more,
});
const replyOf = ({ status, headers }: Response): Reply => ({
  status,
  requestId: headers.get('x-request-id'),
});

/** Reads all of the answer. */
const whole =
  (more: object = {}, path = '/v1/chat/completions'): Ask =>
  async (customer, model, user) => {
    const response = await customer.post(path, chat(model, user, more));
    await response.arrayBuffer();
    return replyOf(response);
  };
const stream = whole({ stream: true });
const streamWithUsage = whole({ stream: true, stream_options: { include_usage: true } });
const embed: Ask = async (customer, model, user) => {
  const response = await customer.post('/v1/embeddings', { model, user, input: ['one', `two ${user}`] });
  await response.arrayBuffer();
  return replyOf(response);
};

const said = whole({}, '/v1/messages');
const saidInStream = whole({ stream: true }, '/v1/messages');

/** Goes away when the third word has come. */
const leaveMidway: Ask = async (customer, model, user) => {
  const gone = new AbortController();
  const response = await customer.post(
    '/v1/chat/completions',
    chat(model, user, { stream: true }),
    {},
    gone.signal,
  );
  let text = '';
  for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    if (text.split('"content":"').length > 4) break;
  }
  gone.abort();
  return replyOf(response);
};

/** Goes away when the upstream has the request and says nothing. */
const leaveWaiting =
  (more: object = {}): Ask =>
  async (customer, model, user) => {
    const gone = new AbortController();
    const reply = customer.post('/v1/chat/completions', chat(model, user, more), {}, gone.signal);
    await world.upstream.callOf(user);
    gone.abort();
    await expect(reply).rejects.toThrow('abort');
    return { status: 499, requestId: null };
  };

/** Upstream behaviour, what the client does, what it gets, how the usage record says it ended. */
const kinds: [upstream: string, ask: Ask, status: number, outcome: string][] = [
  ['plain', whole(), 200, 'success'],
  ['plain', stream, 200, 'success'],
  ['plain', streamWithUsage, 200, 'success'],
  ['plain', whole({ n: 3 }), 200, 'success'],
  ['cached', streamWithUsage, 200, 'success'],
  ['no-usage', whole({ words: 20 }), 200, 'success'],
  ['no-usage', stream, 200, 'success'],
  ['no-usage', streamWithUsage, 200, 'success'],
  ['usage-everywhere', stream, 200, 'success'],
  ['usage-null', streamWithUsage, 200, 'success'],
  ['usage-empty-delta', stream, 200, 'success'],
  ['usage-with-finish', streamWithUsage, 200, 'success'],
  ['usage-zero', stream, 200, 'success'],
  ['crlf-split', stream, 200, 'success'],
  ['no-length-no-usage', whole(), 200, 'success'],
  ['pause-after-3', leaveMidway, 200, 'aborted'],
  ['hang', leaveWaiting(), 499, 'aborted'],
  ['hang', leaveWaiting({ stream: true }), 499, 'aborted'],
  ['drop-after-3', stream, 200, 'error'],
  ['end-after-3', stream, 200, 'error'],
  ['error-inside', streamWithUsage, 200, 'error'],
  ['fail-401', whole(), 502, 'error'],
  ['fail-429', stream, 429, 'error'],
  ['fail-400', whole(), 400, 'error'],
  ['embed', embed, 200, 'success'],
  ['plain', said, 200, 'success'],
  ['cached', saidInStream, 200, 'success'],
  ['no-usage', saidInStream, 200, 'success'],
  ['drop-after-3', saidInStream, 200, 'error'],
  ['error-inside', saidInStream, 200, 'error'],
  ['plain at Anthropic', said, 200, 'success'],
  ['cached at Anthropic', saidInStream, 200, 'success'],
  ['no-usage at Anthropic', saidInStream, 200, 'success'],
  ['crlf-split at Anthropic', saidInStream, 200, 'success'],
  ['cached-drop-after-3 at Anthropic', saidInStream, 200, 'error'],
  ['error-inside at Anthropic', saidInStream, 200, 'error'],
  ['fail-401 at Anthropic', said, 502, 'error'],
  ['plain at Anthropic', whole(), 200, 'success'],
  ['cached at Anthropic', streamWithUsage, 200, 'success'],
  ['no-usage at Anthropic', stream, 200, 'success'],
  ['cached-drop-after-3 at Anthropic', stream, 200, 'error'],
  ['error-inside at Anthropic', stream, 200, 'error'],
  ['pause-after-3 at Anthropic', leaveMidway, 200, 'aborted'],
  ['hang at Anthropic', leaveWaiting(), 499, 'aborted'],
];
/** Models of the provider that speaks Anthropic's API, by what they are called there. */
const upstreamOf = (name: string) => name.replace(' at Anthropic', '');
/** `CALLS=10000` for more of them. */
const callCount = Number(process.env.CALLS ?? 1_000);
const parallel = 50;

const sum = (amounts: bigint[]) => amounts.reduce((total, amount) => total + amount, 0n);

describe(`${callCount} calls of every kind, fifty at a time`, () => {
  let customers: Customer[];
  const before = '1000';
  const replies: (Reply & { kind: (typeof kinds)[number] })[] = [];

  beforeAll(
    async () => {
      const upstreams = [...new Set(kinds.map(([upstream]) => upstream))];
      const { id: providerId } = await world.addAnthropic();
      const add = (name: string) => {
        const upstreamModel = upstreamOf(name);
        const routes = [{ providerId, upstreamModel }];
        return world.addModel(upstreamModel, upstreamModel === name ? {} : { routes });
      };
      const models = new Map(
        await Promise.all(upstreams.map(async (name) => [name, await add(name)] as const)),
      );
      customers = await Promise.all([0, 1, 2].map(() => world.addCustomer([...models.values()], before)));
      let next = 0;
      const work = async () => {
        for (let call = next++; call < callCount; call = next++) {
          const kind = kinds[call % kinds.length]!;
          const customer = customers[call % customers.length]!;
          const reply = await kind[1](customer, models.get(kind[0])!.name, `call ${call}`);
          replies.push({ ...reply, kind });
        }
      };
      await Promise.all(Array.from({ length: parallel }, work));
    },
    30_000 + callCount * 100,
  );

  const usage = async () => (await Promise.all(customers.map((c) => world.usage(c.accountId)))).flat();

  test('each is answered as it should be', () => {
    expect(replies).toHaveLength(callCount);
    for (const { kind, status } of replies) expect([kind[0], status]).toEqual([kind[0], kind[2]]);
  });

  test('each leaves exactly one usage record, with how it ended', async () => {
    await expect.poll(async () => (await usage()).length, { timeout: 10_000 }).toBe(callCount);
    const records = await usage();
    const ids = new Set(records.map(({ request_id: id }) => id));
    expect(ids.size).toBe(callCount);
    for (const { requestId, status } of replies) if (status !== 499) expect(ids).toContain(requestId);
    const tally = (names: string[]) =>
      Object.fromEntries(
        [...new Set(names)].sort().map((name) => [name, names.filter((other) => other === name).length]),
      );
    expect(tally(records.map((r) => `${r.model_name.split('.')[0]} ${r.outcome}`))).toEqual(
      tally(replies.map(({ kind }) => `${upstreamOf(kind[0])} ${kind[3]}`)),
    );
  });

  test('its tokens are those of the invoice, call by call', async () => {
    const billed = (await usage())
      .filter((r) => r.cost_micro_credits > 0n)
      .map((r) => [
        r.model_name.split('.')[0],
        Number(r.input_tokens),
        Number(r.cached_input_tokens),
        Number(r.output_tokens),
      ]);
    const invoiced = world.upstream.calls.flatMap(({ body, invoice }) =>
      invoice ? [[body.model, invoice.promptTokens, invoice.cachedTokens, invoice.completionTokens]] : [],
    );
    const sorted = (rows: unknown[][]) => rows.map((row) => row.join(' ')).sort();
    expect(sorted(billed)).toEqual(sorted(invoiced));
  });

  test('usage records = credits taken = invoice × price, to the micro-credit', async () => {
    const invoiced = sum(world.upstream.invoices().map(costOf));
    const recorded = sum((await usage()).map((r) => r.cost_micro_credits));
    const balances = await Promise.all(customers.map((customer) => customer.credits()));
    const taken = sum(
      balances.map(({ balanceCredits }) => parseCredits(before) - parseCredits(balanceCredits)),
    );
    expect(recorded).toBe(invoiced);
    expect(taken).toBe(invoiced);
  });

  test('no hold is left, and the books are in order', async () => {
    for (const customer of customers) expect((await customer.credits()).heldCredits).toBe('0');
    const holds = async () => (await world.db.query('SELECT 1 FROM holds')).rowCount;
    await expect.poll(holds, { timeout: 5_000 }).toBe(0);
    const verified = await world.admin.call('GET', '/api/v1/admin/verify');
    expect(verified.body).toMatchObject({ ok: true });
  });
});

describe('credits for exactly thirty', () => {
  const price = { prices: { perRequestCredits: '1' } };
  const calls = 500;

  test('while thirty run the others have to wait; when they have ended, to top up', async () => {
    const model = await world.addModel('hang', price);
    const customer = await world.addCustomer([model], '30');
    world.upstream.forget();
    const gone = new AbortController();
    const statuses: string[] = [];
    const asking = Array.from({ length: calls }, async (_, index) => {
      const body = chat(model.name, `h ${index}`);
      const response = await customer.post('/v1/chat/completions', body, {}, gone.signal);
      const { error } = (await response.json()) as { error: { code: string } };
      statuses.push(`${response.status} ${error.code} ${response.headers.get('retry-after')}`);
    });
    const ended = Promise.allSettled(asking);
    await expect.poll(() => statuses.length, { timeout: 10_000 }).toBe(calls - 30);
    expect(new Set(statuses)).toEqual(new Set(['429 in_flight_budget_exhausted 1']));
    await expect.poll(() => world.upstream.calls.length).toBe(30);
    expect(await customer.credits()).toMatchObject({
      balanceCredits: '30',
      heldCredits: '30',
      availableCredits: '0',
    });

    gone.abort();
    await ended;
    await expect
      .poll(() => customer.credits())
      .toMatchObject({ balanceCredits: '0', heldCredits: '0', availableCredits: '0' });
    const last = await customer.post('/v1/chat/completions', chat(model.name, 'last'));
    expect(last.status).toBe(402);
    expect(world.upstream.calls).toHaveLength(30);
    expect((await world.admin.call('GET', '/api/v1/admin/verify')).body).toMatchObject({ ok: true });
  });
});
