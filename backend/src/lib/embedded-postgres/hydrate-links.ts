import { existsSync, lstatSync, readFileSync, symlinkSync, unlinkSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

type Link = { source: string; target: string };

/**
 * npm packages cannot carry symbolic links, so the platform package lists them for its install script;
 * that script is often switched off. Creates those that are missing, and is harmless to repeat.
 * Throws the file system's error (EACCES, EROFS …) when a link is missing and cannot be made.
 */
export function hydrateLinks(nativeDir: string): void {
  for (const { source, target } of readLinks(nativeDir)) {
    const path = join(dirname(nativeDir), target);
    if (existsSync(path)) continue;
    try {
      if (lstatSync(path, { throwIfNoEntry: false })) unlinkSync(path);
      symlinkSync(relative(dirname(target), source), path);
    } catch (error) {
      // Another server starting at the same moment may have been faster.
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}

/** The links a platform needs; Windows has none. Paths start with `native/`. */
function readLinks(nativeDir: string): Link[] {
  const list = join(nativeDir, 'pg-symlinks.json');
  return existsSync(list) ? (JSON.parse(readFileSync(list, 'utf8')) as Link[]) : [];
}
