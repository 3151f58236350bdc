import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { findFreePort } from '../src/lib/embedded-postgres/free-port.ts';

const backend = fileURLToPath(new URL('..', import.meta.url));
const startTimeoutMs = 60_000;

/** How a process ended: by itself with a code, or by a signal. */
export type Ending = { exitCode: number | null; signal: NodeJS.Signals | null };

/** `built`: run `dist` instead of the source; by default when BUILT is set. */
export type StartOptions = { dataDir?: string; env?: Record<string, string>; built?: boolean };

/** A server that runs as a process of its own. */
export type ServerProcess = {
  url: string;
  pid: number;
  dataDir: string;
  /** From spawn to the first time it said it was ready. */
  readyAfterMs: number;
  /** Everything it printed, logs as well. */
  output: () => string;
  signal: (name: NodeJS.Signals) => void;
  ended: Promise<Ending>;
  /** `kill -9`, and waits until it is gone. */
  kill: () => Promise<void>;
  /** SIGTERM, and waits until it has ended. */
  terminate: () => Promise<Ending>;
};

/** The password of the first admin of a server started here. */
export const adminPassword = 'an admin password for tests';

/** Nothing of the developer's own environment or `.env` gets through: an empty value counts as absent. */
const emptyEnvironment = Object.fromEntries(
  [
    ...['HOST', 'PORT', 'PUBLIC_URL', 'LITEMAAS_DATA_DIR', 'DATABASE_URL', 'LITEMAAS_ROLE'],
    ...['LITEMAAS_ADMIN_EMAIL', 'LITEMAAS_ADMIN_PASSWORD', 'LITEMAAS_DEMO', 'LITEMAAS_SECRET_KEY'],
    ...[
      'LITEMAAS_DEFAULT_PLAN',
      'LITELLM_BASE_URL',
      'LITELLM_API_KEY',
      'OLLAMA_BASE_URL',
      'LOG_LEVEL',
      'NODE_OPTIONS',
    ],
  ].map((name) => [name, '']),
);

const started: { pid: number | undefined; ended: Promise<Ending> }[] = [];
const dataDirs: string[] = [];

/** A new, empty folder that `stopServers` removes. */
export async function newDataDir(): Promise<string> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'litemaas-server-test-'));
  dataDirs.push(dataDir);
  return dataDir;
}

/**
 * Starts the real server (from source, or from `dist` when BUILT is set) and waits until it is ready.
 * @param options.dataDir the folder of an earlier server; a new one by default
 */
export async function startServer(options: StartOptions = {}): Promise<ServerProcess> {
  const port = await findFreePort();
  const startedAtMs = performance.now();
  const server = await spawnServer({ ...options, env: { PORT: String(port), ...options.env } });
  const url = `http://127.0.0.1:${port}`;
  await waitUntilReady(url, server);
  return { ...server, url, readyAfterMs: performance.now() - startedAtMs };
}

/** Starts a server that is expected to refuse, and gives how it ended and what it printed. */
export async function startInVain(
  env: Record<string, string>,
  dataDir?: string,
): Promise<Ending & { output: string; tookMs: number }> {
  const startedAtMs = performance.now();
  const server = await spawnServer({ dataDir, env });
  const ending = await server.ended;
  return { ...ending, output: server.output(), tookMs: performance.now() - startedAtMs };
}

/** Ends whatever was started here and removes its data. Call it after each test. */
export async function stopServers(): Promise<void> {
  for (const { pid, ended } of started.splice(0)) {
    if (pid !== undefined) sendSignal(pid, 'SIGKILL');
    await ended;
  }
  for (const dataDir of dataDirs.splice(0)) {
    killDatabase(dataDir);
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 20 });
  }
}

/** Ends the embedded database of a data folder the hard way; does nothing where none runs. */
export function killDatabase(dataDir: string): void {
  const pidFile = path.join(dataDir, 'postgres', 'postmaster.pid');
  if (existsSync(pidFile)) sendSignal(Number.parseInt(readFileSync(pidFile, 'utf8'), 10), 'SIGKILL');
}

/** The address of the embedded database in a data folder, for looking at rows. */
export function databaseUrlOf(dataDir: string): string {
  const { postgresPassword } = JSON.parse(readFileSync(path.join(dataDir, 'secrets.json'), 'utf8')) as {
    postgresPassword: string;
  };
  const port = readFileSync(path.join(dataDir, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[3];
  return `postgresql://litemaas:${postgresPassword}@127.0.0.1:${port}/litemaas`;
}

/** Starts the server and does not wait for anything. */
export async function spawnServer({
  dataDir,
  env = {},
  built = Boolean(process.env.BUILT),
}: StartOptions): Promise<Omit<ServerProcess, 'url' | 'readyAfterMs'>> {
  const folder = dataDir ?? (await newDataDir());
  const program = built ? ['dist/main.js'] : ['--import', 'tsx', 'src/main.ts'];
  const child = spawn(process.execPath, program, {
    cwd: backend,
    env: {
      ...process.env,
      ...emptyEnvironment,
      LITEMAAS_DATA_DIR: folder,
      LITEMAAS_ADMIN_PASSWORD: adminPassword,
      // Port 9 (discard) answers nowhere: an Ollama of the developer's stays out of the tests.
      OLLAMA_BASE_URL: 'http://127.0.0.1:9',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const ended = new Promise<Ending>((resolve) => {
    child.once('close', (exitCode, signal) => resolve({ exitCode, signal }));
  });
  started.push({ pid: child.pid, ended });
  return {
    pid: child.pid ?? 0,
    dataDir: folder,
    output: () => output,
    ended,
    signal: (name: NodeJS.Signals) => void child.kill(name),
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
    async terminate() {
      child.kill('SIGTERM');
      return ended;
    },
  };
}

async function waitUntilReady(url: string, { ended, output }: Pick<ServerProcess, 'ended' | 'output'>) {
  let ending: Ending | undefined;
  void ended.then((how) => (ending = how));
  const giveUpAtMs = performance.now() + startTimeoutMs;
  for (;;) {
    const reply = await fetch(`${url}/api/v1/health/ready`).catch(() => undefined);
    await reply?.arrayBuffer();
    if (reply?.status === 200) return;
    if (ending) throw new Error(`the server ended (${JSON.stringify(ending)}):\n${output()}`);
    if (performance.now() > giveUpAtMs) throw new Error(`the server did not become ready:\n${output()}`);
    await wait(20);
  }
}

function sendSignal(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // Already gone.
  }
}
