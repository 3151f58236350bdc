import {
  readFileSync,
  readlinkSync,
  renameSync,
  statSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';

import { StartupError } from '../startup-error.ts';
import { startTimeOf } from './process-identity.ts';

type Owner = { pid: number; startedAt: string; machine: string };

const RENEW_MS = 3_000;
/** A lock from another machine or container, whose processes we cannot see, counts while it is this young. */
const FRESH_MS = 15_000;

/**
 * Takes the lock file of a data folder and returns the function that gives it back. A lock whose owner
 * was killed is taken over. Throws a StartupError when a living process holds it.
 */
export async function acquireLock(path: string, log: (line: string) => void): Promise<() => void> {
  const mine = JSON.stringify(describeSelf());
  let seen = { text: '', atMs: 0 };
  while (!tryCreate(path, mine)) {
    const text = readIfThere(path);
    if (text !== seen.text) seen = { text, atMs: renewedAt(path) };
    const owner = parseOwner(text);
    const verdict = judge(path, owner, seen.atMs);
    if (verdict === 'held') throw inUse(path, owner);
    if (verdict === 'gone' && removeIfStill(path, text))
      log('the server that used this data folder before was killed');
    if (verdict === 'unclear') await wait(200);
  }
  const renewal = setInterval(() => renew(path), RENEW_MS).unref();
  return () => {
    clearInterval(renewal);
    removeIfStill(path, mine);
  };
}

function judge(path: string, owner: Owner | undefined, firstSeenAtMs: number): 'held' | 'gone' | 'unclear' {
  if (owner?.machine === describeSelf().machine) {
    return startTimeOf(owner.pid) === owner.startedAt ? 'held' : 'gone';
  }
  const renewedAtMs = renewedAt(path);
  if (Date.now() - renewedAtMs > FRESH_MS) return 'gone';
  return owner && renewedAtMs > firstSeenAtMs ? 'held' : 'unclear';
}

function renewedAt(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

function describeSelf(): Owner {
  return { pid: process.pid, startedAt: startTimeOf(process.pid) ?? 'unknown', machine: describeMachine() };
}

/** Process ids only compare within one machine and, on Linux, one container. */
function describeMachine(): string {
  try {
    return `${hostname()} ${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    return hostname();
  }
}

function tryCreate(path: string, text: string): boolean {
  try {
    writeFileSync(path, text, { flag: 'wx', mode: 0o644 });
    return true;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return false;
    throw new StartupError(
      `The lock file ${path} cannot be written (${message}). Start LiteMaaS as the user who started it before, ` +
        'or give this user the right to write in that folder.',
    );
  }
}

function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

/** Undefined for a lock that is just being written, or whose writer was killed in the middle. */
function parseOwner(text: string): Owner | undefined {
  try {
    return JSON.parse(text) as Owner;
  } catch {
    return undefined;
  }
}

/** Moves before it looks, so that of two servers finding the same stale lock only one removes it. */
function removeIfStill(path: string, expected: string): boolean {
  const aside = `${path}.${process.pid}`;
  try {
    renameSync(path, aside);
  } catch {
    return false;
  }
  if (readIfThere(aside) === expected) {
    unlinkSync(aside);
    return true;
  }
  renameSync(aside, path);
  return false;
}

function renew(path: string): void {
  try {
    utimesSync(path, new Date(), new Date());
  } catch {
    // The folder was deleted while running, which a database notices soon enough by itself.
  }
}

function inUse(path: string, owner: Owner | undefined): StartupError {
  const other = owner?.machine === describeSelf().machine ? '' : ` on ${owner?.machine.split(' ')[0] ?? '?'}`;
  return new StartupError(
    `The data folder is already in use by process ${owner?.pid ?? '?'}${other} (lock file ${path}). Stop that ` +
      'LiteMaaS first, or give this one a folder of its own with LITEMAAS_DATA_DIR. Several instances can share one ' +
      'database through DATABASE_URL.',
  );
}
