import {
  accessSync,
  chmodSync,
  constants,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

import { makeFolder } from '../make-folder.ts';
import { StartupError } from '../startup-error.ts';
import { cannotSwitchUser, chooseAccount } from './account.ts';
import type { Account } from './account.ts';
import { runProgram } from './run-program.ts';

/** `homeDir` holds the cluster folder, the lock and, if needed, a copy of the programs. */
export type Home = { homeDir: string; clusterDir: string; account: Account | undefined };

const NOTE = 'postgres-is-elsewhere.txt';
const CLUSTER = 'postgres';

/**
 * Decides where the database lies and who runs it: in `dataDir`, or, when root hands it to an account
 * that cannot get there (a project in /root), in a folder of `elsewhere` that a note in `dataDir` names.
 * Throws a StartupError when the folder cannot be written.
 */
export async function chooseHome(
  dataDir: string,
  log: (line: string) => void,
  elsewhere = '/var/lib/litemaas',
): Promise<Home> {
  makeWritable(dataDir);
  const noted = readNote(dataDir);
  const homeDir = realpathSync(noted ?? dataDir);
  const clusterDir = join(homeDir, CLUSTER);
  const account = chooseAccount(clusterDir);
  if (noted) log(`the database lies in ${homeDir}, as ${join(dataDir, NOTE)} says`);
  if (!account || (await canEnter(homeDir, account))) return { homeDir, clusterDir, account };

  if (existsSync(clusterDir)) throw closedCluster(clusterDir, account);
  const newHome = realpathSync(moveElsewhere(dataDir, elsewhere));
  log(`the database will lie in ${newHome}, since the user ${account.name} cannot get to ${dataDir}`);
  return { homeDir: newHome, clusterDir: join(newHome, CLUSTER), account };
}

function makeWritable(dataDir: string): void {
  try {
    makeFolder(dataDir);
    accessSync(dataDir, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new StartupError(
      `The data folder ${dataDir} cannot be written (${(error as Error).message}). Give this user the right to ` +
        'write there, or name another folder with LITEMAAS_DATA_DIR.',
    );
  }
}

async function canEnter(dir: string, account: Account): Promise<boolean> {
  const enters = async () => {
    const outcome = await runProgram('/bin/sh', ['-c', 'cd "$1"', 'sh', dir], account);
    if (outcome.errorCode === 'EPERM') throw cannotSwitchUser();
    return outcome.exitCode === 0;
  };
  if (await enters()) return true;
  // Often only our own folder is closed (umask 077). Search permission lists nothing and opens no secret.
  const { mode } = statSync(dir);
  chmodSync(dir, mode | 0o011);
  if (await enters()) return true;
  chmodSync(dir, mode);
  return false;
}

function readNote(dataDir: string): string | undefined {
  const note = join(dataDir, NOTE);
  if (!existsSync(note)) return undefined;
  const homeDir = readFileSync(note, 'utf8').split('\n')[0] ?? '';
  if (existsSync(homeDir)) return homeDir;
  throw new StartupError(
    `The note ${note} says that the database lies in "${homeDir}", but that folder does not exist. Put the folder ` +
      'back, or delete the note to begin with an empty database.',
  );
}

function moveElsewhere(dataDir: string, elsewhere: string): string {
  try {
    mkdirSync(elsewhere, { recursive: true, mode: 0o755 });
    const homeDir = mkdtempSync(join(elsewhere, 'data-'));
    chmodSync(homeDir, 0o711);
    const text =
      'The folder above holds the database of this data folder. Back both up together; to move the data\n' +
      'folder to another machine, move that folder too and change the first line of this note.\n';
    writeFileSync(join(dataDir, NOTE), `${homeDir}\n\n${text}`, { flag: 'wx' });
    return homeDir;
  } catch (error) {
    const chosenMeanwhile = readNote(dataDir);
    if (chosenMeanwhile) return chosenMeanwhile;
    throw new StartupError(
      `The embedded database cannot run as root, the user it would run as cannot get to ${dataDir}, and no other ` +
        `place could be made for it: ${(error as Error).message}. Start LiteMaaS as a normal user, name another ` +
        'folder with LITEMAAS_DATA_DIR, or set DATABASE_URL to a PostgreSQL of your own.',
    );
  }
}

function closedCluster(clusterDir: string, account: Account): StartupError {
  return new StartupError(
    `The database in ${clusterDir} belongs to ${account.name}, but that user cannot get there because a folder ` +
      'above it is closed to others. Move the data folder to where it was, open the folders above it with ' +
      '"chmod o+x", or name another data folder with LITEMAAS_DATA_DIR.',
  );
}
