import { invalidRequest } from '../errors.ts';
import { keyOf } from '../json-scan.ts';
import { isPrivateField } from '../private-fields.ts';
import { readMaxCost } from '../max-cost.ts';
import { readPreviousResponse } from '../response-origin.ts';
import { readBody } from '../read-body.ts';
import type { Understood } from '../call.ts';
import type { Incoming } from '../incoming.ts';
import { calls } from '../calls.ts';
import type { Surface } from '../surface.ts';

/** What can be estimated, by its path: all that may cost anything, but not what comes with files. */
const surfaces = new Map<unknown, Surface>(
  calls
    .filter(({ surface }) => !surface.isFree && !surface.isForm)
    .map(({ path, surface }) => [path, surface]),
);

/** What an estimate is asked of: a request in a request, understood as the call itself would be. @throws 400, 413 */
export async function readEstimate(
  incoming: Incoming,
): Promise<{ surface: Surface; understood: Understood }> {
  const { bytes, json, members } = await readBody(incoming.request);
  const unknown = Object.keys(json).find((name) => name !== 'endpoint' && name !== 'body');
  if (unknown !== undefined) throw invalidRequest(`There is no field "${unknown}".`, unknown);
  const { endpoint = '/v1/chat/completions', body } = json;
  const surface = surfaces.get(endpoint);
  if (!surface)
    throw invalidRequest(`"endpoint" must be one of ${[...surfaces.keys()].join(', ')}.`, 'endpoint');
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
      needsCleaning: Object.keys(request).some((name) => isPrivateField(name, surface)),
      queueTimeoutMs: null,
      session: null,
      previousResponse: readPreviousResponse(surface, request),
      maxCostMicroCredits: readMaxCost(incoming.request),
      ...surface.understand(request, end - valueStart),
    },
  };
}
