import type { DiscoveredModel } from './discovered-model.ts';
import { guessCapabilities } from './guess-capabilities.ts';
import { field, textOf, tokensOf } from './json.ts';
import { dearerPrices, readPrices } from './litellm-prices.ts';

/** LiteLLM's `mode` in the catalogue's words. */
const modeCapabilities: Record<string, string> = {
  chat: 'chat',
  responses: 'chat',
  completion: 'completions',
  embedding: 'embeddings',
  image_generation: 'images',
  audio_transcription: 'transcriptions',
  audio_speech: 'speech',
  rerank: 'rerank',
  moderation: 'moderations',
  moderations: 'moderations',
};

const supportedCapabilities: Record<string, string> = {
  supports_function_calling: 'tools',
  supports_vision: 'vision',
  supports_reasoning: 'reasoning',
  supports_response_schema: 'json',
};

/** One row of `/model/info`; `group`, the row of `/model_group/info`, fills what it leaves out. */
export function describeDeployment(name: string, deployment: unknown, group: unknown): DiscoveredModel {
  const info = field(deployment, 'model_info');
  const known = (key: string) => field(info, key) ?? field(group, key);
  const mode = textOf(known('mode'));
  const main = mode ? [modeCapabilities[mode] ?? mode] : guessCapabilities(name);
  const supported = Object.entries(supportedCapabilities).filter(([key]) => known(key) === true);
  return {
    upstreamModel: name,
    name,
    displayName: null,
    description: null,
    contextLength: tokensOf(known('max_input_tokens')) ?? tokensOf(field(info, 'max_tokens')),
    maxOutputTokens: tokensOf(known('max_output_tokens')),
    capabilities: [...main, ...supported.map(([, word]) => word)],
    prices: readPrices([info, field(deployment, 'litellm_params'), group]),
  };
}

/** Any deployment of a name may serve a call: the dearest price, the smallest limits, what all of them can do. */
export function mergeDeployments(deployments: DiscoveredModel[]): DiscoveredModel {
  return deployments.reduce((left, right) => ({
    ...left,
    contextLength: smaller(left.contextLength, right.contextLength),
    maxOutputTokens: smaller(left.maxOutputTokens, right.maxOutputTokens),
    capabilities: left.capabilities.filter((capability) => right.capabilities.includes(capability)),
    prices: dearerPrices(left.prices, right.prices),
  }));
}

function smaller(left: number | null, right: number | null): number | null {
  if (left === null || right === null) return left ?? right;
  return Math.min(left, right);
}
