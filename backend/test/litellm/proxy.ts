import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { findFreePort } from '../../src/lib/embedded-postgres/free-port.ts';

const startTimeoutMs = 120_000;
const masterKey = 'sk-litellm-test';

/** Models that answer by themselves. LiteLLM counts 10 tokens in and 20 out for a mocked chat, 10 in for an embedding. */
const configuration = `
model_list:
  - model_name: mock-chat
    litellm_params: { model: openai/mock-chat, api_key: none, mock_response: "Hello from the mock.", input_cost_per_token: 0.000001, output_cost_per_token: 2.5e-6 }
    model_info: { mode: chat, max_input_tokens: 8192, max_output_tokens: 1024, max_tokens: 1024 }
  - model_name: mock-embed
    litellm_params: { model: openai/mock-embed, api_key: none, mock_response: [0.1, 0.2, 0.3], input_cost_per_token: 1.3e-7 }
    model_info: { mode: embedding, max_input_tokens: 2048 }
  - model_name: mock-unpriced
    litellm_params: { model: openai/mock-unpriced, api_key: none, mock_response: "Nobody knows what this costs." }
    model_info: { mode: chat }
  - model_name: refuses-429
    litellm_params: { model: openai/mock-chat, api_key: none, mock_response: "litellm.RateLimitError", input_cost_per_token: 0.000001, output_cost_per_token: 2.5e-6 }
    model_info: { mode: chat }
  - model_name: refuses-context
    litellm_params: { model: openai/mock-chat, api_key: none, mock_response: "litellm.ContextWindowExceededError", input_cost_per_token: 0.000001, output_cost_per_token: 2.5e-6 }
    model_info: { mode: chat }
  - model_name: refuses-500
    litellm_params: { model: openai/mock-chat, api_key: none, mock_response: "litellm.InternalServerError", input_cost_per_token: 0.000001, output_cost_per_token: 2.5e-6 }
    model_info: { mode: chat }
  - model_name: comes-late
    litellm_params: { model: openai/mock-chat, api_key: none, mock_response: "late", mock_timeout: true, timeout: 1, input_cost_per_token: 0.000001, output_cost_per_token: 2.5e-6 }
    model_info: { mode: chat }
  - model_name: breaks-off
    litellm_params: { model: openai/mock-chat, api_key: none, mock_response: "Exception: mock_streaming_error", input_cost_per_token: 0.000001, output_cost_per_token: 2.5e-6 }
    model_info: { mode: chat }
router_settings: { num_retries: 0, disable_cooldowns: true }
general_settings: { master_key: ${masterKey} }
litellm_settings: { telemetry: false }
`;

export type LitellmProxy = { url: string; masterKey: string; stop: () => Promise<void> };

/** Starts the proxy without a database and waits until it answers. */
export async function startLitellm(python: string): Promise<LitellmProxy> {
  const folder = await mkdtemp(path.join(tmpdir(), 'litemaas-litellm-'));
  const config = path.join(folder, 'config.yaml');
  await writeFile(config, configuration);
  const port = await findFreePort();
  const url = `http://127.0.0.1:${port}`;
  const environment: NodeJS.ProcessEnv = { ...process.env, LITELLM_LOCAL_MODEL_COST_MAP: 'True' };
  delete environment.DATABASE_URL;
  // Not by its script, which names the folder it was installed in before that was renamed.
  const program = ['-c', 'from litellm import run_server; run_server()'];
  const args = [...program, '--config', config, '--host', '127.0.0.1', '--port', String(port)];
  const child = spawn(python, args, {
    cwd: folder,
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  let isRunning = true;
  void ended.then(() => (isRunning = false));
  const deadlineMs = performance.now() + startTimeoutMs;
  while (!(await answers(`${url}/health/liveliness`))) {
    if (!isRunning || performance.now() > deadlineMs) {
      child.kill('SIGKILL');
      throw new Error(`LiteLLM did not start: ${output}`);
    }
    await wait(250);
  }
  return {
    url,
    masterKey,
    async stop() {
      child.kill('SIGKILL');
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function answers(url: string): Promise<boolean> {
  return fetch(url).then(
    ({ ok }) => ok,
    () => false,
  );
}
