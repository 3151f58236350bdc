import { usdPerTokenToMicroCreditsPerMillion } from '../credits.ts';
import { type PriceList, unpriced } from '../prices.ts';
import type { DiscoveredModel } from './discovered-model.ts';
import { field, textOf, tokensOf } from './json.ts';

/** LiteLLM's `mode` in the catalogue's words; a deployment without a mode is a chat model to LiteLLM. */
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
  const mode = textOf(known('mode')) ?? 'chat';
  const supported = Object.entries(supportedCapabilities).filter(([key]) => known(key) === true);
  return {
    upstreamModel: name,
    name,
    displayName: null,
    contextLength: tokensOf(known('max_input_tokens')) ?? tokensOf(field(info, 'max_tokens')),
    maxOutputTokens: tokensOf(known('max_output_tokens')),
    capabilities: [modeCapabilities[mode] ?? mode, ...supported.map(([, word]) => word)],
    prices: pricesOf(deployment, info, group),
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

function pricesOf(deployment: unknown, info: unknown, group: unknown): PriceList | null {
  const params = field(deployment, 'litellm_params');
  const perMillion = (key: string) => priceOf(field(info, key) ?? field(params, key) ?? field(group, key));
  const input = perMillion('input_cost_per_token');
  const output = perMillion('output_cost_per_token');
  // LiteLLM says 0 for models whose price it does not know; what is unknown must not become free.
  if (!input && !output) return null;
  return {
    ...unpriced,
    inputPerMillionMicroCredits: input,
    cachedInputPerMillionMicroCredits: perMillion('cache_read_input_token_cost'),
    outputPerMillionMicroCredits: output,
  };
}

function priceOf(usdPerToken: unknown): bigint | null {
  if (typeof usdPerToken !== 'number' && typeof usdPerToken !== 'string') return null;
  const text = String(usdPerToken);
  const isPrice = /^\d+(\.\d+)?([eE][+-]?\d{1,2})?$/.test(text);
  return isPrice ? usdPerTokenToMicroCreditsPerMillion(text) : null;
}

function dearerPrices(left: PriceList | null, right: PriceList | null): PriceList | null {
  if (!left || !right) return left ?? right;
  return {
    ...unpriced,
    inputPerMillionMicroCredits: larger(left.inputPerMillionMicroCredits, right.inputPerMillionMicroCredits),
    cachedInputPerMillionMicroCredits: larger(
      left.cachedInputPerMillionMicroCredits,
      right.cachedInputPerMillionMicroCredits,
    ),
    outputPerMillionMicroCredits: larger(
      left.outputPerMillionMicroCredits,
      right.outputPerMillionMicroCredits,
    ),
  };
}

function larger(left: bigint | null, right: bigint | null): bigint | null {
  if (left === null || right === null) return left ?? right;
  return left > right ? left : right;
}

function smaller(left: number | null, right: number | null): number | null {
  if (left === null || right === null) return left ?? right;
  return Math.min(left, right);
}
