import { existsSync } from 'node:fs';
import {
  chmod,
  chown,
  lchown,
  mkdir,
  readFile,
  readdir,
  rename,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

import { StartupError } from '../startup-error.ts';
import { requireNamedUser } from './account.ts';
import type { Account } from './account.ts';
import type { Home } from './home.ts';
import type { Program } from './program.ts';
import { runProgram } from './run-program.ts';

/** The superuser of the embedded database; the server listens on this machine only. */
export const DATABASE_USER = 'litemaas';

/**
 * Creates the cluster when there is none, else checks that this program and account can open it.
 * Throws a StartupError that says what is wrong with it. The caller holds the lock.
 */
export async function prepareCluster(
  program: Program,
  home: Home,
  password: string,
  syncToDisk: boolean,
): Promise<void> {
  if (existsSync(home.clusterDir) && !home.account) await checkOwner(home.clusterDir);
  if (existsSync(join(home.clusterDir, 'PG_VERSION'))) return checkCluster(program, home);
  if (existsSync(home.clusterDir) && (await readdir(home.clusterDir)).length > 0) {
    throw new StartupError(
      `The folder ${home.clusterDir} is not empty, yet it holds no PostgreSQL database. Move its content away, or ` +
        'name another data folder with LITEMAAS_DATA_DIR.',
    );
  }
  await createCluster(program, home, password, syncToDisk);
}

async function checkCluster(program: Program, { clusterDir, account }: Home): Promise<void> {
  const version = (await readFile(join(clusterDir, 'PG_VERSION'), 'utf8')).trim();
  if (version !== program.majorVersion) {
    throw new StartupError(
      `The database in ${clusterDir} was made by PostgreSQL ${version}, but this LiteMaaS brings PostgreSQL ` +
        `${program.majorVersion}, which cannot open it. Start the LiteMaaS version that made it, move the data over ` +
        'with pg_dump, or name an empty data folder with LITEMAAS_DATA_DIR.',
    );
  }
  if (account && (await stat(clusterDir)).uid !== account.uid) await handOver(clusterDir, account);
  await chmod(clusterDir, 0o700);
}

async function checkOwner(clusterDir: string): Promise<void> {
  const { uid } = await stat(clusterDir);
  if (process.getuid === undefined || uid === process.getuid()) return;
  throw new StartupError(
    `The database in ${clusterDir} belongs to another user (id ${uid}), and PostgreSQL only opens its own. Start ` +
      'LiteMaaS as the user who started it first, or give the folder to this one with "chown -R".',
  );
}

async function handOver(dir: string, account: Account): Promise<void> {
  for (const entry of await readdir(dir, { withFileTypes: true, recursive: true })) {
    await lchown(join(entry.parentPath, entry.name), account.uid, account.gid);
  }
  await chown(dir, account.uid, account.gid);
}

/** Works in a folder beside the goal and renames, so that a cluster that exists is a whole one. */
async function createCluster(
  program: Program,
  { clusterDir, homeDir, account }: Home,
  password: string,
  syncToDisk: boolean,
): Promise<void> {
  if (!account) requireNamedUser();
  const unfinished = `${basename(clusterDir)}.unfinished`;
  await removeLeftovers(homeDir, unfinished);
  const newDir = join(homeDir, `${unfinished}-${process.pid}`);
  const passwordFile = `${newDir}.password`;
  try {
    await mkdir(newDir, { mode: 0o700 });
    await writeFile(passwordFile, `${password}\n`, { mode: 0o600, flag: 'wx' });
    for (const path of account ? [newDir, passwordFile] : []) await chown(path, account!.uid, account!.gid);
    const flags = ['--encoding=UTF8', '--locale=C', '--auth=scram-sha-256', `--username=${DATABASE_USER}`];
    if (!syncToDisk) flags.push('--no-sync');
    const args = ['-D', newDir, '--pwfile', passwordFile, '--no-instructions', ...flags];
    const outcome = await runProgram(program.initdb, args, account);
    if (outcome.exitCode !== 0) throw new Error(outcome.output);
    await rename(newDir, clusterDir);
  } catch (error) {
    await rm(newDir, { recursive: true, force: true });
    throw new StartupError(
      `The database could not be created in ${dirname(clusterDir)}: ${(error as Error).message}`,
    );
  } finally {
    await rm(passwordFile, { force: true });
  }
}

async function removeLeftovers(homeDir: string, prefix: string): Promise<void> {
  for (const name of await readdir(homeDir)) {
    if (name.startsWith(prefix)) await rm(join(homeDir, name), { recursive: true, force: true });
  }
}
