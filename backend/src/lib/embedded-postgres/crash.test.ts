import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import { eventually } from '../../../test/eventually.ts';
import { startEmbeddedPostgres } from './index.ts';
import type { EmbeddedPostgres } from './index.ts';
import { startTimeOf } from './process-identity.ts';
import { FAST, killHard, query, startOwner, temporaryDir } from './test-support.ts';

let dataDir: string;
let database: EmbeddedPostgres | undefined;
const log = vi.fn<(line: string) => void>();

beforeEach(() => {
  dataDir = temporaryDir();
  log.mockReset();
});
afterEach(async () => {
  await database?.stop();
  database = undefined;
  rmSync(dataDir, { recursive: true });
});

const start = async () =>
  (database = await startEmbeddedPostgres({ dataDir, password: 'secret', settings: FAST, log }));
const pidFile = () => join(dataDir, 'postgres', 'postmaster.pid');
const postmasterPid = () => Number.parseInt(readFileSync(pidFile(), 'utf8'), 10);

async function startOwnerWithRow() {
  const { owner, url } = await startOwner(dataDir);
  await query(url, 'CREATE TABLE kept (n int); INSERT INTO kept VALUES (7)');
  return owner;
}

it('stops the server that a killed process left running, and starts its own', async () => {
  const owner = await startOwnerWithRow();
  const orphan = postmasterPid();
  await killHard(owner);
  expect(startTimeOf(orphan)).toBeDefined();

  const { url } = await start();
  expect(startTimeOf(orphan)).toBeUndefined();
  expect(await query(url, 'SELECT n FROM kept')).toEqual([{ n: 7 }]);
  expect(log).toHaveBeenCalledWith(expect.stringContaining(`left running (process ${orphan})`));
});

it('recovers when the server was killed with its owner', async () => {
  const owner = await startOwnerWithRow();
  const gone = postmasterPid();
  await killHard(owner);
  process.kill(gone, 'SIGKILL');

  const { url } = await start();
  expect(await query(url, 'SELECT n FROM kept')).toEqual([{ n: 7 }]);
});

it('is not fooled by a pid file whose number another program has by now', async () => {
  await (await start()).stop();
  writeFileSync(pidFile(), `${process.ppid}\n${join(dataDir, 'postgres')}\n0\n5432\n`);
  const { url } = await start();
  expect(await query(url, 'SELECT 1 AS n')).toEqual([{ n: 1 }]);
});

it('refuses while another process owns the folder, whose database goes on', async () => {
  const { owner, url } = await startOwner(dataDir);
  await expect(start()).rejects.toThrow(`already in use by process ${owner.pid}`);
  expect(await query(url, 'SELECT 1 AS n')).toEqual([{ n: 1 }]);
  await killHard(owner);
  await start();
});

it('starts a server that died again, on the same port', async () => {
  const { url } = await start();
  process.kill(postmasterPid(), 'SIGKILL');
  await eventually(() => expect(log).toHaveBeenCalledWith('the database server runs again'));
  expect(await query(url, 'SELECT 1 AS n')).toEqual([{ n: 1 }]);
});

it('stays stopped when stopped right after a crash', async () => {
  const { stop } = await start();
  process.kill(postmasterPid(), 'SIGKILL');
  await eventually(() => expect(log).toHaveBeenCalledWith(expect.stringContaining('ended unexpectedly')));
  await stop();
  const { url } = await start();
  expect(await query(url, 'SELECT 1 AS n')).toEqual([{ n: 1 }]);
});
