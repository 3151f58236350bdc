import { existsSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, it } from 'vitest';

import { acquireLock } from './lock.ts';
import { temporaryDir } from './test-support.ts';

let dir: string;
let path: string;
beforeEach(() => {
  dir = temporaryDir();
  path = join(dir, 'lock');
});
afterEach(() => rmSync(dir, { recursive: true }));

const acquire = () => acquireLock(path, () => undefined);
const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000);

/** The lock of this process with some fields changed. */
async function writeLockOf(changes: Record<string, unknown>, renewedAt = new Date()): Promise<void> {
  const release = await acquire();
  const mine = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
  release();
  writeFileSync(path, JSON.stringify({ ...mine, ...changes }));
  utimesSync(path, renewedAt, renewedAt);
}

it('is held until released', async () => {
  const release = await acquire();
  await expect(acquire()).rejects.toThrow(`process ${process.pid}`);
  release();
  expect(existsSync(path)).toBe(false);
  (await acquire())();
});

it('is taken by exactly one of many', async () => {
  await writeLockOf({ startedAt: '1' });
  const results = await Promise.allSettled(Array.from({ length: 8 }, acquire));
  const [winner, ...others] = results.filter(({ status }) => status === 'fulfilled');
  expect(others).toEqual([]);
  (winner as PromiseFulfilledResult<() => void>).value();
});

it('is taken over when the process is gone', async () => {
  await writeLockOf({ pid: 2 ** 22 + 1 });
  (await acquire())();
});

it('is taken over when its process id belongs to another program by now', async () => {
  await writeLockOf({ pid: process.pid, startedAt: '1' });
  (await acquire())();
});

it('of another machine counts while it is renewed', async () => {
  await writeLockOf({ machine: 'elsewhere pid:[1]', pid: 7 });
  const renewal = setInterval(() => utimesSync(path, new Date(), new Date()), 50);
  await expect(acquire()).rejects.toThrow('process 7 on elsewhere');
  clearInterval(renewal);
});

it('of another machine is taken over when no longer renewed', async () => {
  await writeLockOf({ machine: 'elsewhere pid:[1]' }, minutesAgo(1));
  (await acquire())();
});

it('without content, from a process killed while writing it, is taken over', async () => {
  writeFileSync(path, '');
  utimesSync(path, minutesAgo(1), minutesAgo(1));
  (await acquire())();
});
