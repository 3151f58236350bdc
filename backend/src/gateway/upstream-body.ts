import type { Admitted, Understood } from './call.ts';
import { rewriteMembers } from './json-members.ts';
import type { Route } from './snapshots/catalogue.ts';

/** What a proxy behind us would obey: clients must not choose the upstream, its key or its answers. */
const privateFields: ReadonlySet<string> = new Set([
  'api_base',
  'api_key',
  'api_version',
  'base_url',
  'custom_llm_provider',
  'fallbacks',
  'context_window_fallbacks',
  'litellm_params',
  'mock_response',
  'mock_tool_calls',
  'mock_timeout',
  'mock_delay',
  'mock_testing_fallbacks',
  'num_retries',
  'model_list',
  'timeout',
  'caching',
  'guardrails',
  'tags',
]);

/** The body as the upstream gets it: as it came, but for the model's name there, usage asked for on streams, and a cap where nothing else bounds the answer. */
export function upstreamBody(
  { text, modelName, stream, wantsUsage, streamOptions }: Understood,
  { outputCap }: Admitted,
  route: Route,
): string {
  const set: Record<string, string> = {};
  if (route.upstreamModel !== modelName) set.model = JSON.stringify(route.upstreamModel);
  if (stream && !wantsUsage) set.stream_options = streamOptions;
  if (outputCap !== null) set.max_tokens = String(outputCap);
  const names = [...privateFields].filter((field) => text.includes(`"${field}"`));
  return Object.keys(set).length === 0 && names.length === 0
    ? text
    : rewriteMembers(text, set, privateFields);
}
