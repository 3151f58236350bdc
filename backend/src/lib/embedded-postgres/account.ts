import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';

import { StartupError } from '../startup-error.ts';

/** Another account of the machine that PostgreSQL runs as. */
export type Account = { uid: number; gid: number; name: string };

const CANDIDATES = ['postgres', '_postgres', 'nobody'];

/**
 * PostgreSQL refuses to run as root, so root hands it to the owner of the existing database, else
 * to `postgres`, else to `nobody`. No account is ever created. Undefined: run as we are.
 */
export function chooseAccount(clusterDir: string): Account | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const owner = statSync(join(clusterDir, 'PG_VERSION'), { throwIfNoEntry: false });
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid, name: `uid ${owner.uid}` };
  for (const name of CANDIDATES) {
    const uid = idOf(name, '-u');
    const gid = idOf(name, '-g');
    if (uid && gid) return { uid, gid, name };
  }
  throw new StartupError(
    'The embedded database cannot run as root, and this machine has neither a user "postgres" nor "nobody" ' +
      'to run it as. Start LiteMaaS as a normal user, or set DATABASE_URL to a PostgreSQL of your own.',
  );
}

function idOf(name: string, flag: '-u' | '-g'): number | undefined {
  try {
    return Number(execFileSync('id', [flag, name], { stdio: ['ignore', 'pipe', 'ignore'] }).toString());
  } catch {
    return undefined;
  }
}

/** For a root that was stripped of its rights, as in a container with dropped capabilities. */
export function cannotSwitchUser(): StartupError {
  return new StartupError(
    'The embedded database cannot run as root, and this process may not switch to another user (a container ' +
      'without that right?). Start LiteMaaS as a normal user, or set DATABASE_URL to a PostgreSQL of your own.',
  );
}

/** `initdb` looks its user up by name. Throws a StartupError when the current uid has none. */
export function requireNamedUser(): void {
  try {
    userInfo();
  } catch {
    throw new StartupError(
      `This process runs as user id ${process.getuid?.() ?? '?'}, which has no entry in /etc/passwd, and ` +
        'PostgreSQL cannot create its database for a user without a name. Add an entry (or preload ' +
        'nss_wrapper), run as a named user, or set DATABASE_URL to a PostgreSQL of your own.',
    );
  }
}
