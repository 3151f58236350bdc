import pg from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createTestDatabase } from '../../../test/app.ts';
import { eventually } from '../../../test/eventually.ts';
import { startTcpProxy, type TcpProxy } from '../../../test/stand-ins/tcp-proxy.ts';
import { listenForChanges } from './changes.ts';

let db: pg.Client;
let proxy: TcpProxy;
let throughProxy: string;
beforeEach(async () => {
  const databaseUrl = await createTestDatabase();
  db = new pg.Client(databaseUrl);
  await db.connect();
  const url = new URL(databaseUrl);
  proxy = await startTcpProxy(Number(url.port));
  url.port = String(proxy.port);
  throughProxy = url.href;
});
afterEach(async () => {
  await proxy.close();
  await db.end();
});

/** A listener with what it has heard so far. */
async function startListener() {
  const heard: string[] = [];
  const log = { warn: () => {} } as unknown as Parameters<typeof listenForChanges>[0]['log'];
  const listener = await listenForChanges({
    url: throughProxy,
    log,
    onChange: (change) => heard.push(change),
    onGap: () => heard.push('gap'),
    heartbeat: { everyMs: 50, limitMs: 5_000 },
  });
  return { heard, close: listener.close };
}
const announce = (change: string) => db.query("SELECT pg_notify('litemaas_changed', $1)", [change]);
const listeners = async () =>
  (
    await db.query<{ pid: number }>(
      `SELECT pid FROM pg_stat_activity WHERE application_name = 'litemaas listener' AND datname = current_database()`,
    )
  ).rows.map(({ pid }) => pid);

test('a line that died without a word is noticed, and a new one taken', async () => {
  const { heard, close } = await startListener();
  const [first] = await listeners();
  await announce('key one');
  await eventually(() => expect(heard).toEqual(['key one']));

  proxy.blackhole();
  await announce('key lost');
  await eventually(async () => expect((await listeners()).filter((pid) => pid !== first)).toHaveLength(1));
  await eventually(() => expect(heard.slice(0, 3)).toEqual(['key one', 'gap', 'gap']));
  await announce('key two');
  await eventually(() => expect(heard.at(-1)).toBe('key two'));
  expect(heard).not.toContain('key lost');
  await close();
});

test('a line that is cut is taken again', async () => {
  const { heard, close } = await startListener();
  proxy.stop();
  await eventually(() => expect(heard).toContain('gap'));
  await announce('key lost');
  proxy.resume();
  await eventually(async () => expect(await listeners()).toHaveLength(1));
  // Repeated, since the new line may not listen yet; each of these is told, once it does.
  await eventually(async () => {
    await announce('key two');
    expect(heard.at(-1)).toBe('key two');
  });
  expect(heard).not.toContain('key lost');
  await close();
});

test('a line that lives is kept, however often it is asked', async () => {
  const { heard, close } = await startListener();
  const before = await listeners();
  const beats = async () =>
    (
      await db.query<{ at: Date }>('SELECT query_start AS at FROM pg_stat_activity WHERE pid = $1', before)
    ).rows[0]?.at.getTime();
  for (let count = 0, last = await beats(); count < 5; count += 1) {
    await eventually(async () => expect(await beats()).not.toBe(last));
    last = await beats();
  }
  expect(await listeners()).toEqual(before);
  expect(heard).toEqual([]);
  await close();
});
