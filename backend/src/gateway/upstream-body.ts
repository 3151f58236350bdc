import type { Admitted, Understood } from './call.ts';
import { rewriteMembers } from './json-members.ts';
import { isPrivateField } from './private-fields.ts';
import type { Provider, Route } from './snapshots/catalogue.ts';

/**
 * The body as the upstream gets it: as it came, but for the model's name there, usage asked for on streams,
 * a bound of the answer in words that the provider obeys, and fields that are not for it.
 */
export function upstreamBody(understood: Understood, { outputCap }: Admitted, route: Route): string {
  const { text, modelName, stream, wantsUsage, streamOptions, needsCleaning } = understood;
  const set: Record<string, string> = {};
  if (route.upstreamModel !== modelName) set.model = JSON.stringify(route.upstreamModel);
  if (stream && !wantsUsage) set.stream_options = streamOptions;
  if (outputCap !== null) set[capField(route.provider)] = String(outputCap);
  else if (route.provider.kind === 'ollama' && understood.outputTokensMost && !understood.hasMaxTokens)
    set.max_tokens = understood.outputTokensMost.toString();
  return Object.keys(set).length === 0 && !needsCleaning ? text : rewriteMembers(text, set, isPrivateField);
}

/** OpenAI's newer models refuse `max_tokens`; other servers may know nothing else. */
function capField({ kind }: Provider): string {
  return kind === 'openai' ? 'max_completion_tokens' : 'max_tokens';
}
