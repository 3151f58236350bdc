// `npm run dev`: the server reloads when a file changes, vite serves the portal. Ctrl-C ends both.
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

import { root } from './build.mjs';

const children = [
  start('backend', 'tsx', 'dist/cli.mjs', ['watch', '--clear-screen=false', 'src/main.ts']),
  start('frontend', 'vite', 'bin/vite.js', ['--clearScreen', 'false']),
];

function start(workspace, packageName, file, args) {
  const cwd = join(root, workspace);
  const manifest = createRequire(join(cwd, 'package.json')).resolve(`${packageName}/package.json`);
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
