import type { Relayed, Settled, Understood } from '../call.ts';
import type { Gateway } from '../gateway.ts';
import type { Incoming } from '../incoming.ts';
import { databaseUnavailable, invalidRequest } from '../errors.ts';
import { identityOf } from '../form/index.ts';
import { keptHeaders, recordResponse } from '../recorded-response.ts';
import { endOfError, relayedWith } from '../relayed.ts';
import { send } from '../reply.ts';
import type { Caller } from '../snapshots/callers.ts';
import { idempotencyAnswerLost, idempotencyConflict, idempotencyInProgress } from './errors.ts';
import { type ClaimedCall, claimKey, findKept, keepAnswer, moveKey, releaseKey } from './queries.ts';

const keyHeader = 'idempotency-key';
const keyLengthMost = 255;
const releaseAgainMs = 1_000;

export type Once = ReturnType<typeof onceFor>;

/** Whether a call came with a key: one without has nothing to do with any of this. */
export const hasIdempotencyKey = ({ request }: Incoming) => (request.headers[keyHeader] ?? '') !== '';

/**
 * Claims the Idempotency-Key of a call, or gives the answer again that the first call with it got.
 * @returns undefined when it was given
 * @throws idempotency_in_progress, idempotency_key_reused, idempotency_answer_lost, 400
 */
export async function claimOnce(
  gateway: Gateway,
  incoming: Incoming,
  { bytes, form }: Understood,
  caller: Caller,
): Promise<Once | undefined> {
  const key = String(incoming.request.headers[keyHeader]);
  if (key.length > keyLengthMost)
    throw invalidRequest(`An Idempotency-Key has at most ${keyLengthMost} characters.`, 'Idempotency-Key');
  const call: ClaimedCall = {
    scope: caller.keyId ?? `${caller.userId} ${caller.projectId}`,
    key,
    requestHash: gateway.answerBox.hash(incoming.surface.name, form ? identityOf(form) : bytes),
    requestId: incoming.requestId,
    instanceId: gateway.batcher.instanceId(),
  };
  try {
    if (await claimKey(gateway.db, call)) return onceFor(gateway, incoming, call);
  } catch (error) {
    // Nobody knows whether it was claimed.
    void release(gateway, call);
    throw error;
  }
  await replay(gateway, incoming, call);
  return undefined;
}

async function replay(gateway: Gateway, { response, requestId }: Incoming, call: ClaimedCall): Promise<void> {
  const kept = await findKept(gateway.db, call);
  if (!kept) throw idempotencyInProgress();
  if (!kept.request_hash.equals(call.requestHash)) throw idempotencyConflict();
  if (kept.is_lost) throw idempotencyAnswerLost(kept.request_id);
  if (kept.status === null) throw idempotencyInProgress();
  if (!kept.answer) throw idempotencyAnswerLost(kept.request_id);
  const headers = { ...kept.headers, 'x-request-id': requestId, 'idempotent-replayed': 'true' };
  send(response, kept.status, headers, await gateway.answerBox.open(kept.answer));
}

/** What becomes of the key of a call that goes its way. */
function onceFor(gateway: Gateway, incoming: Incoming, call: ClaimedCall) {
  const recorded = recordResponse(incoming.response);
  let isAdmitted = false;

  async function keep(status: number): Promise<void> {
    const sent = recorded.sent();
    try {
      const answer = sent?.body ? await gateway.answerBox.seal(sent.body) : null;
      await keepAnswer(gateway.db, call, sent?.status ?? status, keptHeaders(sent?.headers ?? {}), answer);
    } catch (error) {
      gateway.log.warn(
        { err: error, requestId: call.requestId },
        'an answer could not be kept for who calls again',
      );
    }
  }

  return {
    /** The call, with a response that remembers what it is sent. */
    incoming: { ...incoming, response: recorded.response },
    /**
     * The call was let in. False: this instance was taken for dead since the key was claimed, so that another call
     * may have it by now.
     */
    admitted(): boolean {
      isAdmitted = true;
      return call.instanceId === gateway.batcher.instanceId();
    },
    /** The call goes on as another one, that of a model which answers in place of its own. */
    async goOnAs(requestId: string): Promise<void> {
      await moveKey(gateway.db, call, requestId);
      call.requestId = requestId;
    },
    /** The end of the call, once it is settled. What cost is kept before its last byte goes out. */
    async finish(relayed: Relayed, settled: Settled): Promise<void> {
      if (!relayed.charged) {
        await release(gateway, call);
        return relayed.finish(settled);
      }
      recorded.hold();
      relayed.finish(settled);
      await keep(relayed.status);
      recorded.letGo();
    },
    /** The call failed: where it was not let in, its key may be used anew. */
    async failed(): Promise<void> {
      if (!isAdmitted) await release(gateway, call);
    },
  };
}

/** Frees a key, also when the database is away for a while. */
async function release(gateway: Gateway, call: ClaimedCall): Promise<void> {
  try {
    await releaseKey(gateway.db, call);
  } catch (error) {
    if (gateway.db.ended) return;
    gateway.log.warn({ err: error, requestId: call.requestId }, 'an Idempotency-Key could not be freed yet');
    setTimeout(() => void release(gateway, call), releaseAgainMs).unref();
  }
}

/** A call that was let in and must not go on: another one may have its key. */
export const staleCall = (incoming: Incoming): Relayed =>
  relayedWith(endOfError(incoming, databaseUnavailable()), null, false);
