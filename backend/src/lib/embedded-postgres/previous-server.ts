import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

import { StartupError } from '../startup-error.ts';
import type { Account } from './account.ts';
import { isAlive, isServerOf, serverProcesses } from './process-identity.ts';
import type { Program } from './program.ts';
import { runProgram } from './run-program.ts';

const GIVE_UP_MS = 30_000;

/** Seconds a server may take to end: writing everything to disk, or dropping everything at once. */
const FAST_STOP_SECONDS = 20;
const IMMEDIATE_STOP_SECONDS = 10;

/**
 * Clears away what a killed LiteMaaS left in the cluster folder: a server that still runs, or a pid
 * file that would make the next one refuse. The caller holds the lock, so neither belongs to anybody.
 * Throws a StartupError when the old server cannot be stopped.
 */
export async function clearPreviousServer(
  program: Program,
  clusterDir: string,
  account: Account | undefined,
  log: (line: string) => void,
): Promise<void> {
  const giveUpAtMs = Date.now() + GIVE_UP_MS;
  const pidFile = join(clusterDir, 'postmaster.pid');
  let pid = readPid(pidFile);
  while (pid !== undefined && isAlive(pid)) {
    if (isServerOf(pid, clusterDir)) {
      log(`stopping the database server that a killed LiteMaaS left running (process ${pid})`);
      await stopServer(program, clusterDir, account);
    } else if (serverProcesses(clusterDir).length === 0) {
      // The id now belongs to another program, or to a dead process nobody collects (a container without init).
      log(`removing ${pidFile}, whose server is gone`);
      rmSync(pidFile, { force: true });
    }
    pid = readPid(pidFile);
    if (pid === undefined) return;
    if (Date.now() > giveUpAtMs) throw cannotStop(pid);
    await wait(100);
  }
}

/** Ends the server of a cluster: orderly, or at once when that takes too long (it then recovers at next start). */
export async function stopServer(
  program: Program,
  clusterDir: string,
  account: Account | undefined,
): Promise<void> {
  const stop = (mode: string, seconds: number) =>
    runProgram(program.pgCtl, ['stop', '-D', clusterDir, '-m', mode, '-w', '-t', String(seconds)], account);
  const { exitCode } = await stop('fast', FAST_STOP_SECONDS);
  if (exitCode !== 0) await stop('immediate', IMMEDIATE_STOP_SECONDS);
}

/** The first line of the pid file; the server writes a minus sign before it when in single-user mode. */
function readPid(pidFile: string): number | undefined {
  if (!existsSync(pidFile)) return undefined;
  const pid = Math.abs(Number.parseInt(readFileSync(pidFile, 'utf8'), 10));
  return Number.isInteger(pid) && pid > 0 ? pid : undefined;
}

function cannotStop(pid: number): StartupError {
  return new StartupError(
    `A database server left by an earlier LiteMaaS (process ${pid}) does not end. Stop it with "kill ${pid}" and ` +
      'start again.',
  );
}
