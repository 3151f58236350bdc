// `npm run check`: everything that can be said about the code without running it. Goes through to the
// end and names what failed.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

import { root } from './build.mjs';

const generatedFiles = ['frontend/openapi.json', 'frontend/src/api/schema.gen.ts'];

const installed = createRequire(join(root, 'package.json'));
const tool = (name, file) => join(dirname(installed.resolve(`${name}/package.json`)), file);
const tsc = tool('typescript', 'lib/tsc.js');
const node = (...args) => spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' }).status === 0;

const checks = [
  ['types: backend', () => node(tsc, '--noEmit', '-p', 'backend')],
  ['types: frontend', () => node(tsc, '--noEmit', '-p', 'frontend')],
  ['types: e2e', () => node(tsc, '--noEmit', '-p', 'e2e')],
  ['lint', () => node(tool('eslint', 'bin/eslint.js'), '.', '--max-warnings', '0')],
  ['format', () => node(tool('prettier', 'bin/prettier.cjs'), '--check', '.')],
  ['generated files up to date', checkGenerated],
  ['translations complete', () => node('scripts/check-translations.mjs')],
];

/** Compares content, not with git, so that it also tells the truth in the middle of work. */
function checkGenerated() {
  const before = generatedFiles.map(read);
  const { status } = spawnSync('npm', ['run', 'generate'], {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  const changed = generatedFiles.filter((path, index) => read(path) !== before[index]);
  if (changed.length > 0) console.error(`Out of date, and written anew just now: ${changed.join(', ')}`);
  return status === 0 && changed.length === 0;
}

function read(path) {
  return existsSync(join(root, path)) ? readFileSync(join(root, path), 'utf8') : '';
}

const failed = [];
for (const [name, passes] of checks) {
  console.log(`\n=== ${name} ===`);
  if (!passes()) failed.push(name);
}
console.log(failed.length === 0 ? '\nAll checks passed.' : `\nFailed: ${failed.join(', ')}`);
process.exitCode = failed.length === 0 ? 0 : 1;
