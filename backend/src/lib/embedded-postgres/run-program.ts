import { spawn } from 'node:child_process';
import type { SpawnOptions } from 'node:child_process';

import type { Account } from './account.ts';

export type Outcome = { exitCode: number | null; output: string; errorCode?: string };

/** Settings of the person's own psql (PGPORT, PGDATA, PGOPTIONS …) must not reach our server. */
export function environmentForPostgres(): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('PG'));
  return { ...Object.fromEntries(inherited), LC_ALL: 'C' };
}

/** Spawn options that make a child run as `account`; none of it when there is nothing to change. */
export function asAccount(account: Account | undefined): Pick<SpawnOptions, 'uid' | 'gid'> {
  // macOS counts "nobody" as 4294967294; spawn takes the same number only as -2.
  return account ? { uid: account.uid | 0, gid: account.gid | 0 } : {};
}

/**
 * Runs a short-lived program to its end and returns its exit code and everything it printed.
 * Never rejects: a program that cannot be started gives `errorCode` (ENOENT, EACCES, EPERM …).
 */
export function runProgram(
  file: string,
  args: string[],
  account: Account | undefined,
  input = '',
): Promise<Outcome> {
  return new Promise((resolve) => {
    const failed = (error: NodeJS.ErrnoException) =>
      resolve({ exitCode: null, output: error.message, errorCode: error.code ?? 'UNKNOWN' });
    try {
      // The working folder of Node may be closed to the account; "/" never is.
      const cwd = process.platform === 'win32' ? undefined : '/';
      const options = { cwd, env: environmentForPostgres(), windowsHide: true, ...asAccount(account) };
      const child = spawn(file, args, { ...options, stdio: 'pipe' });
      let output = '';
      child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
      child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
      child.on('error', failed);
      child.on('close', (exitCode) => resolve({ exitCode, output: output.trim() }));
      child.stdin.on('error', () => undefined).end(input);
    } catch (error) {
      failed(error as NodeJS.ErrnoException);
    }
  });
}
