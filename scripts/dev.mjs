// `npm run dev`: the server reloads when a file changes, vite serves the portal. Ctrl-C ends both.
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

import { root } from './build.mjs';

const children = [
  // From here, as `npm start` runs: relative folders, such as the data folder, are the same for both.
  start('backend', 'tsx', 'dist/cli.mjs', root, [
    'watch',
    '--clear-screen=false',
    '--tsconfig=backend/tsconfig.json',
    'backend/src/main.ts',
  ]),
  start('frontend', 'vite', 'bin/vite.js', join(root, 'frontend'), ['--clearScreen', 'false']),
];

function start(workspace, packageName, file, cwd, args) {
  const installed = createRequire(join(root, workspace, 'package.json'));
  const manifest = installed.resolve(`${packageName}/package.json`);
  const child = spawn(process.execPath, [join(dirname(manifest), file), ...args], {
    cwd,
    stdio: ['ignore', 'inherit', 'inherit'],
    // In a group of its own: Ctrl-C would reach tsx and its server both, and tsx takes its own copy as "at once".
    detached: process.platform !== 'win32',
  });
  child.once('exit', (exitCode) => {
    process.exitCode ??= exitCode ?? 0;
    endAll();
  });
  return child;
}

let endingSinceMs = 0;

/** Asks once: tsx takes a second request as leave to kill the server. */
function endAll() {
  if (endingSinceMs > 0) return;
  endingSinceMs = Date.now();
  for (const child of children) child.kill('SIGTERM');
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    process.exitCode = 0;
    // One Ctrl-C arrives twice: from the terminal, and passed on by npm.
    const isImpatient = endingSinceMs > 0 && Date.now() - endingSinceMs > 1_000;
    if (isImpatient) for (const { pid } of children) killGroup(pid);
    else endAll();
  });
}

function killGroup(pid) {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // Already gone.
  }
}
