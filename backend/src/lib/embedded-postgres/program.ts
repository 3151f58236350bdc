import { existsSync, readFileSync } from 'node:fs';
import { chmod, cp, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

import { StartupError } from '../startup-error.ts';
import type { Account } from './account.ts';
import { hydrateLinks } from './hydrate-links.ts';
import { runProgram } from './run-program.ts';
import type { Outcome } from './run-program.ts';

/** PostgreSQL in a form the chosen account can run. */
export type Program = { initdb: string; pgCtl: string; postgres: string; majorVersion: string };

const COPY_PREFIX = 'postgres-program';

/**
 * Makes the installed binaries runnable: in place when possible, else from a copy in `homeDir` (needed
 * when node_modules is read-only, mounted noexec, or below a folder such as /root that is closed to
 * the account). Throws a StartupError when they do not run on this machine at all.
 */
export async function prepareProgram(
  nativeDir: string,
  homeDir: string,
  account: Account | undefined,
  log: (line: string) => void,
): Promise<Program> {
  const inPlace = (await tryHydrate(nativeDir)) && (await probe(nativeDir, account));
  if (inPlace && inPlace.exitCode === 0) return programIn(nativeDir, inPlace.output);
  if (inPlace && inPlace.errorCode !== 'EACCES') throw notRunnable(inPlace);

  const copyDir = join(homeDir, `${COPY_PREFIX}-${packageVersion(nativeDir)}`, 'native');
  if (!existsSync(copyDir)) {
    log(
      `copying the PostgreSQL programs to ${dirname(copyDir)}, since they cannot be used where npm put them`,
    );
    await copyProgram(nativeDir, copyDir);
  }
  const copied = await probe(copyDir, account);
  if (copied.exitCode !== 0) throw notRunnable(copied);
  return programIn(copyDir, copied.output);
}

async function tryHydrate(nativeDir: string): Promise<boolean> {
  try {
    hydrateLinks(nativeDir);
    return true;
  } catch {
    return false;
  }
}

function probe(nativeDir: string, account: Account | undefined): Promise<Outcome> {
  return runProgram(programPath(nativeDir, 'postgres'), ['--version'], account);
}

function programIn(nativeDir: string, versionLine: string): Program {
  return {
    initdb: programPath(nativeDir, 'initdb'),
    pgCtl: programPath(nativeDir, 'pg_ctl'),
    postgres: programPath(nativeDir, 'postgres'),
    majorVersion: /(\d+)/.exec(versionLine)?.[1] ?? '',
  };
}

function programPath(nativeDir: string, name: string): string {
  return join(nativeDir, 'bin', process.platform === 'win32' ? `${name}.exe` : name);
}

function packageVersion(nativeDir: string): string {
  const manifest = readFileSync(join(dirname(nativeDir), 'package.json'), 'utf8');
  return (JSON.parse(manifest) as { version: string }).version;
}

/** Copies beside the goal and renames, so that a copy that exists is a whole one. */
async function copyProgram(nativeDir: string, copyDir: string): Promise<void> {
  const goal = dirname(copyDir);
  const unfinished = `${goal}.unfinished`;
  try {
    for (const name of await readdir(dirname(goal))) {
      if (name.startsWith(COPY_PREFIX)) await rm(join(dirname(goal), name), { recursive: true });
    }
    await cp(nativeDir, join(unfinished, basename(copyDir)), { recursive: true, verbatimSymlinks: true });
    await makeReadable(unfinished);
    hydrateLinks(join(unfinished, basename(copyDir)));
    await rename(unfinished, goal);
  } catch (error) {
    throw new StartupError(
      `The PostgreSQL programs could not be copied to ${goal}: ${(error as Error).message}. About 60 MB of ` +
        'space are needed there; or set DATABASE_URL to a PostgreSQL of your own.',
    );
  }
}

/** npm installs with the umask of the person, so a strict one leaves the files closed to the account. */
async function makeReadable(path: string): Promise<void> {
  await chmod(path, 0o755);
  for (const entry of await readdir(path, { withFileTypes: true, recursive: true })) {
    const inBin = basename(entry.parentPath) === 'bin';
    if (entry.isDirectory()) await chmod(join(entry.parentPath, entry.name), 0o755);
    else if (entry.isFile()) await chmod(join(entry.parentPath, entry.name), inBin ? 0o755 : 0o644);
  }
}

function notRunnable({ errorCode, output }: Outcome): StartupError {
  const instead = 'Set DATABASE_URL to a PostgreSQL 15 or newer of your own.';
  if (errorCode === 'ENOENT') {
    return new StartupError(
      'The embedded PostgreSQL does not run on this system: its programs need the GNU C library, which Alpine ' +
        `and other musl systems do not have. ${instead}`,
    );
  }
  return new StartupError(`The embedded PostgreSQL does not run on this system: ${output}. ${instead}`);
}
