import { anthropic } from './anthropic.ts';
import { closeBreaker } from './client.ts';
import type { Connection, DiscoveredModel, ProviderAdapter } from './discovered-model.ts';
import { cohere } from './cohere.ts';
import { google } from './google.ts';
import { litellm } from './litellm.ts';
import { lmstudio } from './lmstudio.ts';
import { ollama } from './ollama.ts';
import { openai } from './openai.ts';
import { ProviderError } from './provider-error.ts';
import { vllm } from './vllm.ts';
import { simulated } from './simulated.ts';
import type { ProviderKind } from './upstream-url.ts';

const adapters: Record<ProviderKind, ProviderAdapter> = {
  anthropic,
  litellm,
  ollama,
  lmstudio,
  vllm,
  openai,
  google,
  cohere,
  'openai-compatible': openai,
  simulated,
};

/** Whether a provider answers and accepts its key; never throws for what the provider does. `latencyMs` is to the answer. */
export async function testProvider(
  connection: Connection,
): Promise<{ ok: boolean; latencyMs: number; error: string | null }> {
  const startedMs = performance.now();
  const error = await onPurpose(connection, ({ testConnection }) => testConnection(connection)).then(
    () => null,
    (reason: unknown) => {
      if (reason instanceof ProviderError) return reason.message;
      throw reason;
    },
  );
  return { ok: error === null, latencyMs: Math.round(performance.now() - startedMs), error };
}

/** The models a provider serves, as it describes them. @throws ProviderError with words for the operator. */
export async function discoverProviderModels(connection: Connection): Promise<DiscoveredModel[]> {
  return onPurpose(connection, ({ discoverModels }) => discoverModels(connection));
}

function onPurpose<Result>(connection: Connection, ask: (adapter: ProviderAdapter) => Promise<Result>) {
  closeBreaker(connection);
  return ask(adapters[connection.kind]);
}
