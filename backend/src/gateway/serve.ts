import { newId } from '../lib/ids.ts';
import type { Answered, Permitted, Understood } from './call.ts';
import type { Gateway } from './gateway.ts';
import type { Incoming } from './incoming.ts';
import { admitOrFallBack, findStandIn, type LetIn } from './fall-back.ts';
import { type Once, staleCall } from './once/index.ts';
import { relay } from './relay.ts';
import { orderRoutes } from './route.ts';
import { settle } from './settle.ts';

/**
 * Steps 5 and 6 of a call that was let in. Where none of its routes could serve, nothing was said and nothing cost
 * anything: it is settled, and the model that stands in for its own goes the same way as a call of its own, once.
 * @param waitedMs how long the client has waited in lines before
 */
export async function serve(
  gateway: Gateway,
  incoming: Incoming,
  understood: Understood,
  { permitted, admitted }: LetIn,
  once: Once | undefined,
  waitedMs = 0,
): Promise<Answered> {
  const { caller } = permitted;
  const { session } = understood;
  const ofCaller = session === null ? null : `${caller.keyId ?? caller.userId} ${session}`;
  const routed = orderRoutes(admitted, gateway.upstreams.isCrowded, ofCaller);
  const call = { gateway, incoming, understood, permitted, admitted, waitedMs };
  const relayed = once?.admitted() === false ? staleCall(incoming) : await relay(call, routed);
  const next = routed.isUnserved ? await goOn(gateway, incoming, understood, permitted, once) : undefined;
  const answered: Answered = { incoming, understood, permitted, admitted, routed, relayed, settled: null };
  if (!next) return answered;
  answered.settled = await settle(gateway, answered);
  const letIn = await letInNext(gateway, next, understood);
  if (!letIn) return answered;
  const { requestIdHeader } = incoming.surface;
  if (requestIdHeader) incoming.response.setHeader(requestIdHeader, next.incoming.requestId);
  return serve(gateway, next.incoming, understood, letIn, once, call.waitedMs);
}

type Next = { incoming: Incoming; permitted: Permitted };

/** The call of the model that answers in place of one; whatever goes wrong, the first one is to be settled. */
async function goOn(
  gateway: Gateway,
  incoming: Incoming,
  understood: Understood,
  permitted: Permitted,
  once: Once | undefined,
): Promise<Next | undefined> {
  try {
    const other = await findStandIn(gateway, incoming, understood, permitted);
    if (!other) return undefined;
    const requestId = newId('req');
    await once?.goOnAs(requestId);
    return { incoming: { ...incoming, requestId }, permitted: other };
  } catch (error) {
    gateway.log.warn({ err: error, requestId: incoming.requestId }, 'a call could not fall back');
    return undefined;
  }
}

/** Undefined: there is no room for it, and its client is told of the first one. */
async function letInNext(
  gateway: Gateway,
  { incoming, permitted }: Next,
  understood: Understood,
): Promise<LetIn | undefined> {
  try {
    return await admitOrFallBack(gateway, incoming, understood, permitted);
  } catch (error) {
    gateway.log.info({ err: error, requestId: incoming.requestId }, 'a fallback was not let in');
    return undefined;
  }
}
