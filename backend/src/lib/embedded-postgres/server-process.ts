import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

import type { Home } from './home.ts';
import type { Program } from './program.ts';
import { asAccount, environmentForPostgres } from './run-program.ts';

/** A running (or ended) `postgres`. `ended` resolves with a description of how. */
export type ServerProcess = {
  pid: number | undefined;
  hasEnded: () => boolean;
  ended: Promise<string>;
  recentLines: () => string[];
  kill: (signal: NodeJS.Signals) => void;
  /** Lets Node wait for the process; until then it does not keep Node alive. */
  hold: () => void;
};

const KEPT_LINES = 60;
const TROUBLE = /\b(FATAL|PANIC):/;
/** What clients are told around every start and stop. */
const EXPECTED = /terminating connection|database system is (starting up|shutting down|in recovery|not )/;

const DEFAULT_SETTINGS: Record<string, string> = {
  max_connections: '200',
  shared_buffers: '128MB',
  password_encryption: 'scram-sha-256',
  timezone: 'UTC',
  log_timezone: 'UTC',
  // Failed statements are the application's to log; they can hold personal data.
  log_min_messages: 'log',
  log_checkpoints: 'off',
};

/**
 * For glibc's malloc, which others than Linux do not have: give memory back to the kernel when there is much of it.
 * Every batch of the gateway would return its own and fetch it again, page by page: a quarter of what a small one
 * costs (docs/performance.md).
 */
const KEEP_MEMORY = {
  MALLOC_TOP_PAD_: String(4 * 1024 * 1024),
  MALLOC_TRIM_THRESHOLD_: String(32 * 1024 * 1024),
};

/** Starts `postgres` on 127.0.0.1 with `settings` as -c flags; returns before it is ready. */
export function startServerProcess(
  program: Program,
  home: Home,
  port: number,
  settings: Record<string, string>,
  onTrouble: (line: string) => void,
): ServerProcess {
  const fixed = { listen_addresses: '127.0.0.1', port: String(port), unix_socket_directories: '' };
  const flags = Object.entries({ ...DEFAULT_SETTINGS, ...settings, ...fixed }).flatMap(([name, value]) => [
    '-c',
    `${name}=${value}`,
  ]);
  const child = spawn(program.postgres, ['-D', home.clusterDir, ...flags], {
    cwd: home.clusterDir,
    env: { ...KEEP_MEMORY, ...environmentForPostgres() },
    // A process group of its own: Ctrl-C must reach us only, so that requests end before their database does.
    detached: true,
    windowsHide: true,
    stdio: ['ignore', 'ignore', 'pipe'],
    ...asAccount(home.account),
  });

  const lines: string[] = [];
  let hasEnded = false;
  // When Node ends without stopping it (an uncaught error, a signal while it starts), it should not stay behind.
  const endWithNode = () => child.kill('SIGINT');
  process.once('exit', endWithNode);
  const reader = createInterface({ input: child.stderr });
  reader.on('line', (line) => {
    lines.push(line);
    if (lines.length > KEPT_LINES) lines.shift();
    if (TROUBLE.test(line) && !EXPECTED.test(line)) onTrouble(`postgres: ${line}`);
  });
  const ended = new Promise<string>((resolve) => {
    const finish = (how: string) => {
      hasEnded = true;
      process.off('exit', endWithNode);
      resolve(how);
    };
    child.once('error', (error) => finish(error.message));
    child.once('close', (code, signal) => finish(signal ? `signal ${signal}` : `exit code ${code}`));
  });
  child.unref();
  (child.stderr as unknown as { unref: () => void }).unref();
  return {
    pid: child.pid,
    hasEnded: () => hasEnded,
    ended,
    recentLines: () => [...lines],
    kill: (signal) => child.kill(signal),
    hold: () => child.ref(),
  };
}
