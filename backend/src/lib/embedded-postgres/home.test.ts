import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { chooseHome } from './home.ts';
import { startEmbeddedPostgres } from './index.ts';
import { FAST, isRoot, query, temporaryDir } from './test-support.ts';

let root: string;
const log = () => undefined;
const start = (dataDir: string) => startEmbeddedPostgres({ dataDir, password: 'secret', settings: FAST });
beforeEach(() => (root = temporaryDir()));
afterEach(() => rmSync(root, { recursive: true }));

/** A folder below one that only root may enter, like /root. */
function closedDataDir(): string {
  const dataDir = join(root, 'closed', 'data');
  mkdirSync(dataDir, { recursive: true });
  chmodSync(join(root, 'closed'), 0o700);
  return dataDir;
}

it('is the data folder itself when nothing speaks against it', async () => {
  const dataDir = join(root, 'new', 'data');
  const home = await chooseHome(dataDir, log);
  expect(home.clusterDir).toBe(join(dataDir, 'postgres'));
  expect(home.account === undefined).toBe(!isRoot);
});

describe.runIf(isRoot)('started by root', () => {
  it('opens a data folder that only its own mode closes', async () => {
    const dataDir = join(root, 'data');
    mkdirSync(dataDir, { mode: 0o700 });
    expect((await chooseHome(dataDir, log)).homeDir).toBe(dataDir);
    expect(statSync(dataDir).mode & 0o777).toBe(0o711);
  });

  it('goes elsewhere when the account cannot get there, and finds it again', async () => {
    const dataDir = closedDataDir();
    const first = await chooseHome(dataDir, log, join(root, 'elsewhere'));
    expect(first.homeDir).toContain(join(root, 'elsewhere', 'data-'));
    expect(readFileSync(join(dataDir, 'postgres-is-elsewhere.txt'), 'utf8')).toContain(first.homeDir);
    expect(await chooseHome(dataDir, log, join(root, 'other'))).toEqual(first);
    rmSync(join(root, 'elsewhere'), { recursive: true });
    await expect(chooseHome(dataDir, log)).rejects.toThrow('delete the note');
  });

  it('does not begin an empty database beside one it cannot reach', async () => {
    const dataDir = closedDataDir();
    mkdirSync(join(dataDir, 'postgres'));
    await expect(chooseHome(dataDir, log, join(root, 'elsewhere'))).rejects.toThrow('chmod o+x');
    expect(existsSync(join(root, 'elsewhere'))).toBe(false);
  });

  it('runs the server as the owner of the database, whoever that is', async () => {
    const { stop } = await start(root);
    await stop();
    const cluster = join(root, 'postgres');
    const { uid } = statSync(cluster);
    expect(uid).not.toBe(0);

    // As after a backup that root put back.
    chownSync(cluster, 0, 0);
    chownSync(join(cluster, 'PG_VERSION'), 0, 0);
    const restored = await start(root);
    expect(statSync(join(cluster, 'PG_VERSION')).uid).toBe(uid);
    expect(await query(restored.url, 'SELECT 1 AS n')).toEqual([{ n: 1 }]);
    await restored.stop();
  });
});
