import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import pg from 'pg';

export const isRoot = process.getuid?.() === 0;

/** Nothing in these tests survives a power cut, so nothing waits for the disk. */
export const FAST = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' };

/** A new folder that other accounts of the machine can enter. */
export function temporaryDir(): string {
  const dir = mkdtempSync(join(tmpdir(), 'litemaas-postgres-test-'));
  chmodSync(dir, 0o755);
  return dir;
}

/** Runs one statement over a connection of its own and returns the rows. */
export async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

/** Starts a Node process that owns a database in `dataDir`, to be killed by the test. */
export async function startOwner(dataDir: string): Promise<{ owner: ChildProcess; url: string }> {
  const launcher = new URL('index.ts', import.meta.url).href;
  // What a killed server has committed must be in the hands of the system at least.
  const settings = { ...FAST, synchronous_commit: 'on' };
  const options = JSON.stringify({ dataDir, password: 'secret', settings });
  const script = `
    import { startEmbeddedPostgres } from ${JSON.stringify(launcher)};
    const { url } = await startEmbeddedPostgres(${options});
    process.stdout.write(url);
    setInterval(() => undefined, 60_000);`;
  const owner = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [output] = (await once(owner.stdout, 'data')) as [Buffer];
  return { owner, url: output.toString() };
}

/** SIGKILL, and waits until the process is gone. */
export async function killHard(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL');
  await once(child, 'exit');
}
