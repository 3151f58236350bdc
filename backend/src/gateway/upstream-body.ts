import type { Admitted, Understood } from './call.ts';
import { upstreamForm } from './form/index.ts';
import { rewriteMembers } from './json-members.ts';
import { isPrivateField } from './private-fields.ts';
import type { Route } from './snapshots/catalogue.ts';
import type { Surface } from './surface.ts';

/**
 * The body as the upstream gets it: as it came, but for the model's name there, usage asked for on streams, the
 * bound of the answer in the one word that the provider obeys, and fields that are not for it.
 */
export function upstreamBody(
  surface: Surface,
  understood: Understood,
  admitted: Admitted,
  { provider, upstreamModel }: Route,
): Buffer {
  const {
    bytes,
    members,
    modelName,
    stream,
    wantsUsage,
    streamOptions,
    needsCleaning,
    previousResponse,
    form,
  } = understood;
  if (form) return upstreamForm(form, surface, modelName, upstreamModel);
  const set: Record<string, string> = {};
  if (upstreamModel !== modelName) set.model = JSON.stringify(upstreamModel);
  if (stream && !wantsUsage && streamOptions) set.stream_options = streamOptions();
  if (previousResponse?.madeBy) set.previous_response_id = JSON.stringify(previousResponse.id);
  const boundField = surface.boundField === null ? null : surface.boundField(provider);
  if (boundField !== null && !saysBound(understood, admitted, boundField))
    set[boundField] = admitted.outputTokensEach.toString();
  if (surface.fitToBound && mayThinkTooLong(understood, admitted))
    Object.assign(
      set,
      surface.fitToBound(JSON.parse(bytes.toString()) as Record<string, unknown>, admitted.outputTokensEach),
    );
  if (Object.keys(set).length === 0 && !needsCleaning) return bytes;
  const isOtherBound = (name: string) => name !== boundField && understood.boundFields.includes(name);
  return rewriteMembers(bytes, members, set, (name) => isPrivateField(name, surface) || isOtherBound(name));
}

/** Whether the answer was bounded to less than the model was to think. */
const mayThinkTooLong = ({ besideTokensMost }: Understood, { outputTokensEach, headers }: Admitted) =>
  besideTokensMost !== null &&
  besideTokensMost >= outputTokensEach &&
  headers['x-litemaas-max-tokens'] !== undefined;

/** Whether the body bounds the answer as the provider must be told, and in no other words. */
function saysBound(
  { boundFields, outputTokensMost }: Understood,
  { outputTokensEach }: Admitted,
  boundField: string,
): boolean {
  return boundFields.length === 1 && boundFields[0] === boundField && outputTokensMost === outputTokensEach;
}
