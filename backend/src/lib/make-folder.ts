import { existsSync, mkdirSync, statSync } from 'node:fs';
import path from 'node:path';

/**
 * Makes a folder with those above it; one that is there is left as it is. Step by step: where nothing can be
 * made (in /proc), Node's own `recursive` tries for ever. @throws the system's error; ENOTDIR for a plain file
 */
export function makeFolder(folder: string, mode = 0o777): void {
  const parent = path.dirname(folder);
  if (!existsSync(folder) && parent !== folder) makeFolder(parent);
  try {
    mkdirSync(folder, { mode });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    if (!statSync(folder).isDirectory())
      throw Object.assign(new Error(`${folder} is a file`), { code: 'ENOTDIR' });
  }
}
