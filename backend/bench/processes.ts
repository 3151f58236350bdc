import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { findFreePort } from '../src/lib/embedded-postgres/free-port.ts';

/** What a process has used since it started. */
export type Usage = { cpuMs: number; rssMegabytes: number };

/** A program under measurement. */
export type Program = { url: string; usage: () => Promise<Usage>; stop: () => Promise<void> };

const backend = fileURLToPath(new URL('..', import.meta.url));
const readyTimeoutMs = 30_000;

/** As `npm start` runs Node; the bare proxy has the same. */
const asStarted = ['--max-semi-space-size=32'];

/** BENCH_PROFILE=<folder>: each program leaves a CPU profile there, for the developer tools of a browser. */
function profiling(name: string): string[] {
  const folder = process.env.BENCH_PROFILE;
  return folder
    ? ['--cpu-prof', '--cpu-prof-dir', path.resolve(folder), '--cpu-prof-name', `${name}.cpuprofile`]
    : [];
}

/** Starts a built program, and waits until it takes requests. */
export async function startProgram(
  name: string,
  file: string,
  env: Record<string, string>,
  readyPath = '/',
): Promise<Program> {
  const port = await findFreePort();
  const child = fork(file, {
    cwd: backend,
    env: { ...process.env, ...env, PORT: String(port) },
    execArgv: [...asStarted, '--import', './bench/dist/report-usage.js', ...profiling(name)],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const url = `http://127.0.0.1:${port}`;
  await waitUntilReady(url + readyPath, child);
  return {
    url,
    async usage() {
      child.send('usage');
      const [usage] = (await once(child, 'message')) as [Usage];
      return usage;
    },
    async stop() {
      child.kill('SIGTERM');
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    },
  };
}

async function waitUntilReady(url: string, child: ChildProcess): Promise<void> {
  const giveUpAtMs = performance.now() + readyTimeoutMs;
  for (;;) {
    const reply = await fetch(url, { method: url.endsWith('/') ? 'POST' : 'GET' }).catch(() => undefined);
    await reply?.arrayBuffer();
    if (reply?.status === 200) return;
    if (child.exitCode !== null || performance.now() > giveUpAtMs)
      throw new Error(`${child.spawnargs.at(-1)} did not start`);
    await wait(50);
  }
}
