import type { Admitted, Understood } from './call.ts';
import { rewriteMembers } from './json-members.ts';
import { isPrivateField } from './private-fields.ts';
import type { Provider, Route } from './snapshots/catalogue.ts';

/**
 * The body as the upstream gets it: as it came, but for the model's name there, usage asked for on streams,
 * a bound of the answer in words that the provider obeys, and fields that are not for it.
 */
export function upstreamBody(understood: Understood, { outputCap }: Admitted, route: Route): Buffer {
  const {
    bytes,
    members,
    modelName,
    stream,
    wantsUsage,
    streamOptions,
    needsCleaning,
    outputTokensMost,
    boundFields,
  } = understood;
  const set: Record<string, string> = {};
  if (route.upstreamModel !== modelName) set.model = JSON.stringify(route.upstreamModel);
  if (stream && !wantsUsage) set.stream_options = streamOptions;
  if (outputCap !== null) {
    const fields = boundFields.length > 0 ? boundFields : [capField(route.provider)];
    for (const field of fields) set[field] = outputCap.toString();
  }
  // It obeys this one alone.
  if (route.provider.kind === 'ollama' && outputTokensMost && !boundFields.includes('max_tokens'))
    set.max_tokens = (outputCap ?? outputTokensMost).toString();
  return Object.keys(set).length === 0 && !needsCleaning
    ? bytes
    : rewriteMembers(bytes, members, set, isPrivateField);
}

/** OpenAI's newer models refuse `max_tokens`; other servers may know nothing else. */
function capField({ kind }: Provider): string {
  return kind === 'openai' ? 'max_completion_tokens' : 'max_tokens';
}
