import type { FastifyBaseLogger } from 'fastify';
import type { Db } from '../../lib/sql.ts';
import type { AnswerBox } from '../../lib/answer-box.ts';
import type { Answered, Permitted, Settled, Understood } from '../call.ts';
import type { Incoming } from '../incoming.ts';
import { identityOf } from '../form/index.ts';
import { keptHeaders, type RecordedResponse, recordResponse } from '../recorded-response.ts';
import { createMemory } from './memory.ts';
import { type CachedAnswer, findAnswer, keepAnswer } from './queries.ts';
import type { CacheWish } from './wish.ts';

const memoryBytesMost = 16 * 1024 * 1024;

export type AnswerCache = ReturnType<typeof createAnswerCache>;
export type CacheSettings = {
  /** What an answer from the cache costs, in percent of what it cost at first. */
  hitPercent: number;
  /** False: there is no room for answers. */
  isOn: boolean;
};

/** A call that uses the cache, and what is known of its request. */
export type CachedCall = {
  /** The call, with a response that remembers what it is sent. */
  incoming: Incoming;
  hit: CachedAnswer | undefined;
  keep: (answered: Answered, settled: Settled) => void;
};

/** Answers of an account's calls, for those that ask for exactly the same again. */
export function createAnswerCache(db: Db, box: AnswerBox, log: FastifyBaseLogger, settings: CacheSettings) {
  const memory = createMemory(memoryBytesMost);

  async function find(accountId: string, hash: Buffer): Promise<CachedAnswer | undefined> {
    const row = await findAnswer(db, accountId, hash);
    return (
      row && {
        headers: row.headers,
        body: await box.open(row.answer),
        costMicroCredits: row.cost_micro_credits,
        keptAtMs: row.created_at.getTime(),
        expiresAtMs: row.expires_at.getTime(),
      }
    );
  }

  return {
    isOn: settings.isOn,
    costOf: ({ costMicroCredits }: CachedAnswer): bigint =>
      (costMicroCredits * BigInt(settings.hitPercent) + 99n) / 100n,
    /** Looks whether there is an answer that the call takes. */
    async open(
      incoming: Incoming,
      { bytes, form }: Understood,
      { caller, model }: Permitted,
      wish: CacheWish,
    ): Promise<CachedCall> {
      const { accountId } = caller;
      const hash = box.hash(`${incoming.surface.name} ${model.id}`, form ? identityOf(form) : bytes);
      const name = `${accountId} ${hash.toString('hex')}`;
      let hit = wish.reads ? memory.get(name) : undefined;
      if (!hit && wish.reads && (hit = await find(accountId, hash))) memory.set(name, hit);
      if (hit && wish.oldestSeconds !== null && hit.keptAtMs < Date.now() - wish.oldestSeconds * 1_000)
        hit = undefined;
      const recorded = recordResponse(incoming.response);
      return {
        incoming: { ...incoming, response: recorded.response },
        hit,
        keep(answered, settled) {
          const answer = isWorthKeeping(answered, model.id) && answerOf(recorded, settled, wish);
          if (!answer) return;
          memory.set(name, answer);
          box
            .seal(answer.body)
            .then((sealed) => keepAnswer(db, accountId, hash, answer, sealed))
            .catch((error: unknown) =>
              log.warn({ err: error, requestId: incoming.requestId }, 'an answer could not be cached'),
            );
        },
      };
    },
  };
}

/** Whole, of the model that was asked for, and as long as was asked for. */
function isWorthKeeping({ permitted, admitted, relayed }: Answered, modelId: string): boolean {
  return (
    relayed.outcome === 'success' &&
    relayed.provider !== null &&
    !relayed.isCutShort &&
    permitted.model.id === modelId &&
    admitted.headers['x-litemaas-max-tokens'] === undefined
  );
}

function answerOf(
  recorded: RecordedResponse,
  { costMicroCredits }: Settled,
  { keptSeconds }: CacheWish,
): CachedAnswer | undefined {
  const sent = recorded.sent();
  if (sent?.status !== 200 || !sent.body) return undefined;
  const keptAtMs = Date.now();
  return {
    headers: keptHeaders(sent.headers),
    body: sent.body,
    costMicroCredits,
    keptAtMs,
    expiresAtMs: keptAtMs + keptSeconds * 1_000,
  };
}
