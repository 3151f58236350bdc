import { authenticate } from './authenticate.ts';
import { answerFromCache } from './cache/hit.ts';
import { cacheWishOf } from './cache/wish.ts';
import type { Answered, Permitted, Settled, Understood } from './call.ts';
import type { Gateway } from './gateway.ts';
import type { Incoming } from './incoming.ts';
import { decideFresh } from './decide-fresh.ts';
import { fail } from './fail.ts';
import { admitOrFallBack, permitOrStandIn } from './fall-back.ts';
import { keepTexts } from './kept-texts/index.ts';
import { claimOnce, hasIdempotencyKey, type Once } from './once/index.ts';
import { serve } from './serve.ts';
import { settle } from './settle.ts';
import type { Caller } from './snapshots/callers.ts';
import { understand } from './understand.ts';

/**
 * The way of every call. No surface reaches an upstream but through here, so nothing is served that was not
 * admitted, and nothing admitted goes unsettled.
 */
export async function runCall(gateway: Gateway, incoming: Incoming): Promise<void> {
  let once: Once | undefined;
  try {
    const sender = await authenticate(gateway, incoming);
    const understood = await understand(incoming);
    const caller = await current(gateway, incoming, sender);
    const asked = await decideFresh(gateway, incoming, caller, (known) =>
      permitOrStandIn(gateway, incoming, known, understood),
    );
    if (hasIdempotencyKey(incoming)) {
      once = await claimOnce(gateway, incoming, understood, asked.caller);
      if (!once) return;
    }
    const kept =
      asked.caller.keepTextsDays === null
        ? undefined
        : keepTexts(gateway, once?.incoming ?? incoming, understood, asked.caller);
    const call = kept?.incoming ?? once?.incoming ?? incoming;
    const wish = cacheWishOf(call, asked.caller);
    const cached =
      wish && gateway.cache.isOn ? await gateway.cache.open(call, understood, asked, wish) : undefined;
    const answered = cached?.hit
      ? await answerFromCache(gateway, call, understood, asked, cached.hit)
      : await answerFromModel(gateway, cached?.incoming ?? call, understood, asked, once);
    const settled = await finish(gateway, answered, once);
    cached?.keep(answered, settled);
    void kept?.store(answered.incoming.requestId);
  } catch (error) {
    await once?.failed();
    fail(gateway, incoming, error);
  }
}

/** A body may take its time; what has changed of its sender in the meantime, limits above all, holds. */
function current(gateway: Gateway, incoming: Incoming, sender: Caller): Caller | Promise<Caller> {
  return gateway.snapshots.isCurrent(sender) ? sender : authenticate(gateway, incoming);
}

/** Steps 4 to 6. */
async function answerFromModel(
  gateway: Gateway,
  incoming: Incoming,
  understood: Understood,
  asked: Permitted,
  once: Once | undefined,
): Promise<Answered> {
  const letIn = await admitOrFallBack(gateway, incoming, understood, asked);
  return serve(gateway, incoming, understood, letIn, once);
}

/** Step 7, where it was not taken before, and the last bytes. */
async function finish(gateway: Gateway, answered: Answered, once: Once | undefined): Promise<Settled> {
  const settled = answered.settled ?? (await settle(gateway, answered));
  if (once) await once.finish(answered.relayed, settled);
  else answered.relayed.finish(settled);
  return settled;
}
