import type { Admitted, Understood } from './call.ts';
import { rewriteMembers } from './json-members.ts';
import { isPrivateField } from './private-fields.ts';
import type { Provider, Route } from './snapshots/catalogue.ts';

/**
 * The body as the upstream gets it: as it came, but for the model's name there, usage asked for on streams, the
 * bound of the answer in the one word that the provider obeys, and fields that are not for it.
 */
export function upstreamBody(
  understood: Understood,
  admitted: Admitted,
  { provider, upstreamModel }: Route,
): Buffer {
  const { bytes, members, modelName, stream, wantsUsage, streamOptions, needsCleaning } = understood;
  const set: Record<string, string> = {};
  if (upstreamModel !== modelName) set.model = JSON.stringify(upstreamModel);
  if (stream && !wantsUsage) set.stream_options = streamOptions();
  const boundField = boundFieldOf(provider);
  if (!saysBound(understood, admitted, boundField)) set[boundField] = admitted.outputTokensEach.toString();
  if (Object.keys(set).length === 0 && !needsCleaning) return bytes;
  const isOtherBound = (name: string) => name !== boundField && understood.boundFields.includes(name);
  return rewriteMembers(bytes, members, set, (name) => isPrivateField(name) || isOtherBound(name));
}

/** Whether the body bounds the answer as the provider must be told, and in no other words. */
function saysBound(
  { boundFields, outputTokensMost }: Understood,
  { outputTokensEach }: Admitted,
  boundField: string,
): boolean {
  if (outputTokensMost === 0n) return true;
  return boundFields.length === 1 && boundFields[0] === boundField && outputTokensMost === outputTokensEach;
}

/**
 * OpenAI's newer models refuse `max_tokens`, and all of them know the other word; many other servers know
 * `max_tokens` alone. LiteLLM translates it where a model needs that.
 */
function boundFieldOf({ kind }: Provider): string {
  return kind === 'openai' ? 'max_completion_tokens' : 'max_tokens';
}
