import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('../../backend/dist/main.js', import.meta.url));
const startLimitMs = 60_000;
const pollMs = 100;

export type Server = { stop(): Promise<void>; ended: Promise<number | null> };

/**
 * Starts the built server at `baseUrl`, which calls itself `publicUrl`, with a fresh data folder, in demo mode, and waits until it is ready.
 * Whatever the environment says about databases and providers is left out: every run starts the same.
 */
export async function startServer(
  baseUrl: string,
  adminPassword: string,
  publicUrl = baseUrl,
): Promise<Server> {
  if (!existsSync(program)) throw new Error('The server is not built. Run "npm run build" first.');
  const dataDir = await mkdtemp(path.join(tmpdir(), 'litemaas-e2e-'));
  const server = spawn(process.execPath, [program], {
    env: { ...process.env, ...environment(baseUrl, publicUrl, dataDir, adminPassword) },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const ended = new Promise<number | null>((resolve) => server.once('exit', resolve)).then(
    async (exitCode) => {
      await rm(dataDir, { recursive: true, force: true });
      return exitCode;
    },
  );
  const stop = async () => {
    server.kill('SIGTERM');
    await ended;
  };
  try {
    await untilReady(server, baseUrl);
  } catch (error) {
    await stop();
    throw error;
  }
  return { stop, ended };
}

function environment(baseUrl: string, publicUrl: string, dataDir: string, adminPassword: string) {
  return {
    HOST: '127.0.0.1',
    PORT: new URL(baseUrl).port,
    PUBLIC_URL: publicUrl,
    LITEMAAS_DATA_DIR: dataDir,
    LITEMAAS_ADMIN_EMAIL: '',
    LITEMAAS_ADMIN_PASSWORD: adminPassword,
    // All journeys sign up from one address.
    LITEMAAS_SIGN_UPS_PER_ADDRESS: '1000000',
    LITEMAAS_DEMO: 'true',
    LITEMAAS_ROLE: '',
    LITEMAAS_SECRET_KEY: '',
    DATABASE_URL: '',
    LITELLM_BASE_URL: '',
    // A port that nothing listens on: an Ollama on this machine would change the catalogue.
    OLLAMA_BASE_URL: 'http://127.0.0.1:9',
    LOG_LEVEL: 'error',
  };
}

async function untilReady(server: ChildProcess, baseUrl: string): Promise<void> {
  const deadline = Date.now() + startLimitMs;
  while (server.exitCode === null && Date.now() < deadline) {
    const reply = await fetch(`${baseUrl}/api/v1/health/ready`).catch(() => undefined);
    if (reply?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
  throw new Error('The server did not become ready.');
}
