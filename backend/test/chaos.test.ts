import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { randomInt } from 'node:crypto';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { demoKeyOf, signInAsAdmin } from './demo.ts';
import { eventually } from './eventually.ts';
import type { HttpClient } from './http-client.ts';
import { expectVerified, waitUntilNothingIsHeld } from './money-agrees.ts';
import { createRandom, type Random } from './random.ts';
import { databaseUrlOf, type ServerProcess, startServer, stopServers } from './server-process.ts';
import { startUpstream, type Upstream } from './stand-ins/upstream.ts';

/*
 * Model servers that hang, break off, answer with errors and with rubbish, at random and under load, for
 * `CHAOS_SECONDS=600` (and `SEED=1`), in rounds after each of which everything has to add up.
 */
const seconds = Number(process.env.CHAOS_SECONDS ?? 16);
const seed = Number(process.env.SEED ?? randomInt(1_000_000_000));
const roundSeconds = 8;
const clientCount = 24;

/** How the model server behaves, and what a client may get by that; any may meet a breaker that is open. */
const behaviours: Record<string, number[]> = {
  plain: [200],
  cached: [200],
  'no-usage': [200],
  'usage-zero': [200],
  'crlf-split': [200],
  'drop-after-3': [200],
  'end-after-3': [200],
  'error-inside': [200],
  'fail-400': [400],
  'fail-429': [429],
  'fail-500': [502],
  'fail-503': [502, 503],
  // A stream has begun by then.
  'error-at-once': [200, 502],
  garbage: [502],
  reset: [502],
  hang: [],
};
const breakerIsOpen = 503;
/** Those whose first route fails and whose second one answers. */
const rescued = ['fail-500', 'fail-503', 'fail-429'];

const paths = ['/v1/chat/completions', '/v1/messages', '/v1/completions', '/v1/responses'] as const;

let upstream: Upstream;
beforeAll(async () => {
  upstream = await startUpstream();
});
afterEach(stopServers);
afterAll(() => upstream.close());

/** The models of the run, by how they behave: `name` and `name, rescued`. */
async function addModels(admin: HttpClient): Promise<void> {
  const providers = await Promise.all(
    ['wild', 'calm'].map((name) =>
      create(admin, '/api/v1/admin/providers', {
        name,
        kind: 'openai-compatible',
        class: 'local',
        baseUrl: upstream.url,
        apiKey: 'upstream-secret',
      }),
    ),
  );
  const [wild, calm] = providers as [string, string];
  const add = async (name: string, routes: object[]) => {
    const prices = {
      perRequestCredits: '0.000001',
      inputPerMillionCredits: '1',
      outputPerMillionCredits: '2',
    };
    const id = await create(admin, '/api/v1/admin/models', { name, routes, prices, autoApprove: true });
    await create(admin, '/api/v1/accounts/me/subscriptions', { modelId: id });
  };
  for (const name of Object.keys(behaviours)) await add(name, [{ providerId: wild, upstreamModel: name }]);
  for (const name of rescued)
    await add(`${name}-rescued`, [
      { providerId: wild, upstreamModel: name, order: 0 },
      { providerId: calm, upstreamModel: 'plain', order: 1 },
    ]);
}

async function create(admin: HttpClient, path: string, body: object): Promise<string> {
  const reply = await admin.call('POST', path, body);
  expect([path, reply.status]).toEqual([path, 201]);
  return reply.body.id as string;
}

function bodyOf(path: (typeof paths)[number], model: string, user: string, stream: boolean): object {
  const text = `This is ${user}, and it has something to say.`;
  const asked =
    path === '/v1/responses'
      ? { input: text, max_output_tokens: 50 }
      : path === '/v1/completions'
        ? { prompt: text, max_tokens: 50 }
        : { messages: [{ role: 'user', content: text }], max_tokens: 50 };
  return {
    model,
    ...(path === '/v1/messages' ? { metadata: { user_id: user } } : { user }),
    stream,
    ...asked,
  };
}

/** One call, whose answer or error is what it has to be. A client of a server that hangs goes away. */
async function makeCall(url: string, key: string, random: Random, user: string): Promise<void> {
  const model = random.pick([...Object.keys(behaviours), ...rescued.map((name) => `${name}-rescued`)]);
  const path = random.pick(paths);
  const stream = random.chance(0.5);
  const gone = new AbortController();
  const calling = fetch(url + path, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify(bodyOf(path, model, user, stream)),
    signal: gone.signal,
  }).then(async (reply) => ({ status: reply.status, text: await reply.text() }));
  if (model === 'hang') {
    await Promise.race([upstream.callOf(user), calling]);
    gone.abort();
  }
  const answer = await calling.catch((error: Error) => {
    if (!gone.signal.aborted) throw error;
  });
  if (answer) expectAnswer(`${model} ${path}${stream ? ' stream' : ''}`, model, answer);
}

function expectAnswer(what: string, model: string, { status, text }: { status: number; text: string }): void {
  const allowed = model.endsWith('-rescued') ? [200] : (behaviours[model] ?? []);
  expect({ what, allowed: [...allowed, breakerIsOpen], text }).toMatchObject({
    what,
    allowed: expect.arrayContaining([status]) as number[],
  });
  // Nothing of a model server's own words, addresses and keys.
  expect(text).not.toMatch(/10\.0\.0\.7|sk-upstream|litellm/);
  if (status === 200) return;
  const { error } = JSON.parse(text) as { error: { message: string } };
  expect(error.message.length).toBeGreaterThan(0);
}

type Row = { model: string; tokens: string };

/** What was charged in the round: model, input, cached input, output. */
async function charged(db: pg.Client, since: Date): Promise<string[]> {
  const { rows } = await db.query<Row>(
    `SELECT model_name AS model, input_tokens || ' ' || cached_input_tokens || ' ' || output_tokens AS tokens
     FROM usage_records WHERE created_at >= $1 AND cost_micro_credits > 0`,
    [since],
  );
  return rows.map(({ model, tokens }) => `${model.endsWith('-rescued') ? 'plain' : model} ${tokens}`).sort();
}

const invoiced = () =>
  upstream.calls
    .flatMap(({ body, invoice }) =>
      invoice
        ? [`${body.model} ${invoice.promptTokens} ${invoice.cachedTokens} ${invoice.completionTokens}`]
        : [],
    )
    .sort();

const hasProc = existsSync('/proc/self/status');
const residentMegabytes = ({ pid }: ServerProcess) =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
const openFiles = ({ pid }: ServerProcess) => readdirSync(`/proc/${pid}/fd`).length;

/** Load for a while; then all that was asked for is recorded, and as it is invoiced. */
async function runRound(server: ServerProcess, db: pg.Client, random: Random, name: string): Promise<void> {
  upstream.forget();
  const since = new Date();
  const endsAtMs = performance.now() + roundSeconds * 1_000;
  let count = 0;
  const key = demoKeyOf(server);
  const work = async () => {
    while (performance.now() < endsAtMs) await makeCall(server.url, key, random, `${name} ${(count += 1)}`);
  };
  await Promise.all(Array.from({ length: clientCount }, work));
  await eventually(async () => expect((await db.query('SELECT 1 FROM holds')).rowCount).toBe(0), {
    timeout: 30_000,
    interval: 100,
  });
  expect(await charged(db, since)).toEqual(invoiced());
  expect(count).toBeGreaterThan(clientCount);
}

it(
  `lets nobody down while model servers do anything, for ${seconds} s, seed ${seed}`,
  { timeout: (seconds * 3 + 120) * 1_000 },
  async () => {
    const server = await startServer();
    const admin = await signInAsAdmin(server);
    await addModels(admin);
    const db = new pg.Client(databaseUrlOf(server.dataDir));
    // The database may go before its connection where the test fails.
    db.on('error', () => {});
    await db.connect();
    const random = createRandom(seed);
    const resident: number[] = [];
    const filesBefore = hasProc ? openFiles(server) : 0;
    for (let round = 1; round <= Math.ceil(seconds / roundSeconds); round += 1) {
      await runRound(server, db, random, `round ${round}, call`);
      if (hasProc) resident.push(residentMegabytes(server));
    }
    await db.end();
    await waitUntilNothingIsHeld(admin, 30_000);
    await expectVerified(admin);
    expect(server.output()).not.toMatch(/unhandled|uncaught|internal_error/i);
    if (hasProc) {
      // Connections to model servers end after 4 idle seconds; those of the clients are the test's own.
      await eventually(() => expect(openFiles(server)).toBeLessThan(filesBefore + clientCount * 3));
      // The first rounds compile and fill caches.
      const [middle = 0, last = 0] = [resident[Math.floor(resident.length / 2)], resident.at(-1)];
      expect({ resident, isFlat: last < middle * 1.25 }).toMatchObject({ isFlat: true });
    }
    expect(await server.terminate()).toEqual({ exitCode: 0, signal: null });
  },
);
