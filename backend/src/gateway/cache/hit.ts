import type { OutgoingHttpHeaders } from 'node:http';
import { toPrice } from '../../lib/call-cost.ts';
import { formatCredits } from '../../lib/credits.ts';
import { unpriced } from '../../lib/price-list.ts';
import { noTokens } from '../../lib/token-counts.ts';
import { admit } from '../admit.ts';
import type { Admitted, Answered, Permitted, Relayed, Understood } from '../call.ts';
import type { Gateway } from '../gateway.ts';
import type { Incoming } from '../incoming.ts';
import { relayedWith, success } from '../relayed.ts';
import { send } from '../reply.ts';
import type { CachedAnswer } from './queries.ts';

/**
 * Answers a call from the cache. It is let in like any other, so it counts as a request of all its limits; it has
 * no tokens, no provider, and costs what the policy says.
 * @throws as `admit`
 */
export async function answerFromCache(
  gateway: Gateway,
  incoming: Incoming,
  understood: Understood,
  permitted: Permitted,
  answer: CachedAnswer,
): Promise<Answered> {
  const asked = withoutTokens(understood);
  const priced = atPrice(permitted, gateway.cache.costOf(answer));
  const admitted = await admit(gateway, incoming, asked, priced);
  return {
    incoming,
    understood: asked,
    permitted: priced,
    admitted,
    routed: null,
    relayed: relayedFromCache(incoming, admitted, answer),
    settled: null,
  };
}

function withoutTokens(understood: Understood): Understood {
  return {
    ...understood,
    inputTokensMost: 0n,
    inputTokensLikely: 0n,
    mediaTokensMost: 0n,
    images: 0n,
    unboundedPart: null,
    outputTokensMost: 0n,
    besideTokensMost: 0n,
    countInput: () => Promise.resolve(0n),
    media: undefined,
  };
}

/** No route: limits of providers are none of its business. */
function atPrice(permitted: Permitted, costMicroCredits: bigint): Permitted {
  const list = { ...unpriced, free: costMicroCredits === 0n, perRequestMicroCredits: costMicroCredits };
  return { ...permitted, price: toPrice(permitted.price.id, list), routes: [] };
}

function relayedFromCache(
  { response, requestId }: Incoming,
  { headers: limits }: Admitted,
  { headers: kept, body, keptAtMs }: CachedAnswer,
): Relayed {
  const ending = success(({ costMicroCredits }) => {
    const cost = formatCredits(costMicroCredits);
    const headers: OutgoingHttpHeaders = { ...kept, ...limits };
    headers['x-request-id'] = requestId;
    headers['x-litemaas-cache'] = 'hit';
    headers.age = String(Math.max(0, Math.floor((Date.now() - keptAtMs) / 1_000)));
    if (headers[costHeader] !== undefined) headers[costHeader] = cost;
    send(response, 200, headers, headers[costHeader] === undefined ? withCost(body, cost) : body);
  });
  return relayedWith(ending, null, true, { usage: noTokens });
}

const costHeader = 'x-litemaas-cost-credits';
/** In texts its quotes are escaped. */
const costMember = Buffer.from('"cost_credits":"');

/** A stream whose last chunk tells what this call cost, where it told what the first one did. */
function withCost(stream: Buffer, cost: string): Buffer {
  const at = stream.lastIndexOf(costMember);
  if (at < 0) return stream;
  const start = at + costMember.length;
  return Buffer.concat([
    stream.subarray(0, start),
    Buffer.from(cost),
    stream.subarray(stream.indexOf('"', start)),
  ]);
}
