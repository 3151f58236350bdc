import { invalidRequest } from '../errors.ts';
import { keyOf } from '../json-scan.ts';
import { isPrivateField } from '../private-fields.ts';
import { readMaxCost } from '../max-cost.ts';
import { readBody } from '../read-body.ts';
import type { Incoming, Surface, Understood } from '../call.ts';
import { chatSurface } from '../surfaces/chat.ts';
import { embeddingsSurface } from '../surfaces/embeddings.ts';

/** What can be estimated, by its path. */
const surfaces: Record<string, Surface> = {
  '/v1/chat/completions': chatSurface,
  '/v1/embeddings': embeddingsSurface,
};

/** What an estimate is asked of: a request in a request, understood as the call itself would be. @throws 400, 413 */
export async function readEstimate(
  incoming: Incoming,
): Promise<{ surface: Surface; understood: Understood }> {
  const { bytes, json, members } = await readBody(incoming.request);
  const unknown = Object.keys(json).find((name) => name !== 'endpoint' && name !== 'body');
  if (unknown !== undefined) throw invalidRequest(`There is no field "${unknown}".`, unknown);
  const { endpoint = '/v1/chat/completions', body } = json;
  const surface =
    typeof endpoint === 'string' && Object.hasOwn(surfaces, endpoint) ? surfaces[endpoint] : undefined;
  if (!surface)
    throw invalidRequest(`"endpoint" must be one of ${Object.keys(surfaces).join(', ')}.`, 'endpoint');
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw invalidRequest('"body" must be the request: an object.', 'body');
  const request = body as Record<string, unknown>;
  // Of equal names the last one counts.
  const { valueStart, end } = members.findLast((member) => keyOf(bytes, member) === 'body')!;
  return {
    surface,
    understood: {
      bytes: bytes.subarray(valueStart, end),
      members: [],
      needsCleaning: Object.keys(request).some(isPrivateField),
      maxCostMicroCredits: readMaxCost(incoming.request),
      ...surface.understand(request, end - valueStart),
    },
  };
}
