import { setTimeout as wait } from 'node:timers/promises';
import type { FastifyBaseLogger } from 'fastify';
import type pg from 'pg';
import { newId } from '../../lib/ids.ts';
import { databaseUnavailable } from '../errors.ts';
import { isConnectionLost, isDeadlock, isFenced, isLockedOut, isServerTroubled } from './database-faults.ts';
import type { Instance } from './instance.ts';
import type { Admission, AdmissionResult } from './items.ts';
import type { Journal } from './journal.ts';
import { bookLate } from './late.ts';
import { admitExactly, type Batch, backendOf, endBackend, findCommitted, runBatch } from './lane.ts';
import { divideBy, type LockedMeters } from './locked-meters.ts';
import type { OpenHolds } from './open-holds.ts';
import { type Queue, refuseAdmissions, type WaitingSettlement, type Work } from './queue.ts';
import { releaseOf } from './release.ts';
import { keepUnwritten } from './write-down.ts';

const emptiedHoldsDelayMs = 1_000;
const retryDelayMs = 250;

/** What deliveries share. */
export type Delivery = {
  queue: Queue;
  openHolds: OpenHolds;
  instance: Pick<Instance, 'id' | 'renew'>;
  log: FastifyBaseLogger;
  onBatch: (callCount: number) => void;
  onAnswer: () => void;
  journal: Journal | undefined;
  /** A new connection in place of a lost one, however long it takes; undefined when nobody waits any more. */
  reconnect: (lost: pg.Client) => Promise<pg.Client | undefined>;
  /** Nobody waits any more: what is left is rejected. */
  isGivenUp: () => boolean;
  lockedMeters: LockedMeters;
};

/** The connection to go on with: another one when this one was lost, undefined when nobody waits any more. */
type Lane = pg.Client | undefined;

/** Carries work to its end, but for what needs a meter that somebody has locked for long. */
export async function deliverOpen(context: Delivery, lane: pg.Client, work: Work): Promise<Lane> {
  // A lost connection shows once more, and is seen to, when the work is sent.
  const locked = await context.lockedMeters.stillLocked(lane, work).catch(() => new Set<bigint>());
  return deliverWithout(context, lane, work, locked, false);
}

/** Carries work to its end: every item of it is resolved or rejected. */
async function deliver(context: Delivery, lane: Lane, work: Work, exact = false): Promise<Lane> {
  if (!lane) return refuse(work, databaseUnavailable());
  const { openHolds, instance } = context;
  const batch = toBatch(context, work, exact);
  const instanceId = instance.id();
  try {
    const results = await (exact ? admitExactly : runBatch)(lane, instanceId, batch);
    context.onAnswer();
    if (results) {
      finish(context, work, batch, results);
      return lane;
    }
  } catch (error) {
    openHolds.notDeleted(batch.finishedHolds);
    if (isConnectionLost(error) || isServerTroubled(error)) return recover(context, lane, work, batch, error);
    if (isDeadlock(error)) return deliver(context, lane, work, exact);
    if (isLockedOut(error)) {
      const locked = await context.lockedMeters.find(lane, work).catch(() => new Set<bigint>());
      // Who gives up does not wait for locks either.
      const next = context.isGivenUp() ? await context.reconnect(lane) : lane;
      return deliverWithout(context, next, work, locked, exact);
    }
    if (isFenced(error)) return deliverRenewed(context, lane, work, instanceId, error);
    return deliverApart(context, lane, work, exact, error);
  }
  openHolds.notDeleted(batch.finishedHolds);
  return deliverExactly(context, lane, work);
}

/** Who needs a meter that is locked is told so, or waits aside; the others go on. */
function deliverWithout(
  context: Delivery,
  lane: Lane,
  work: Work,
  locked: Set<bigint>,
  exact: boolean,
): Lane | Promise<Lane> {
  if (locked.size === 0) return deliver(context, lane, work, exact);
  const { needs, rest } = divideBy(locked, work);
  refuse({ admissions: needs.admissions, settlements: [] }, databaseUnavailable());
  if (needs.settlements.length > 0) {
    context.queue.putOff(needs.settlements);
    keepUnwritten(context.journal, needs.settlements);
  }
  return rest.admissions.length + rest.settlements.length > 0 ? deliver(context, lane, rest, exact) : lane;
}

function toBatch({ openHolds }: Delivery, { admissions, settlements }: Work, exact: boolean): Batch {
  const settled = settlements.map(({ item }) => item);
  return {
    admissions: admissions.map(({ item }) => item),
    settlements: settled,
    holdId: newId('hld'),
    finishedHolds: exact ? [] : openHolds.finishedBy(settled),
  };
}

function finish(context: Delivery, work: Work, batch: Batch, results: AdmissionResult[]): void {
  context.openHolds.opened(batch.holdId, results.filter(({ admitted }) => admitted).length);
  finishSettlements(context, work.settlements, batch);
  context.onBatch(work.admissions.length + work.settlements.length);
  work.admissions.forEach((waiting, index) => {
    const result = results[index] as AdmissionResult;
    if (waiting.refused && result.admitted) release(context, batch, waiting.item);
    else waiting.resolve(result);
  });
}

function finishSettlements(
  { openHolds, queue, journal }: Delivery,
  settlements: WaitingSettlement[],
  batch: Batch,
): void {
  openHolds.settled(batch.settlements, batch.finishedHolds);
  if (openHolds.hasEmptied()) setTimeout(queue.poke, emptiedHoldsDelayMs).unref();
  for (const waiting of settlements) {
    if (waiting.journal === 'written') journal?.settled();
    waiting.journal = 'committed';
    waiting.resolve();
  }
}

function refuse({ admissions, settlements }: Work, error: unknown): undefined {
  refuseAdmissions(admissions, error);
  settlements.forEach(({ reject }) => reject(error));
}

/** Some meter has no room for all: settle first, which may make room, then admit one by one. */
async function deliverExactly(context: Delivery, lane: Lane, work: Work): Promise<Lane> {
  const { admissions, settlements } = work;
  if (admissions.length === 0)
    return deliverApart(context, lane, work, false, new Error('a meter that was held does not exist'));
  const next =
    settlements.length === 0 ? lane : await deliver(context, lane, { admissions: [], settlements });
  return deliver(context, next, { admissions, settlements: [] }, true);
}

/** One bad item must not take the others with it: each goes alone, and only what fails alone is rejected. */
async function deliverApart(
  context: Delivery,
  lane: Lane,
  work: Work,
  exact: boolean,
  error: unknown,
): Promise<Lane> {
  const parts: Work[] = [
    ...work.settlements.map((waiting) => ({ admissions: [], settlements: [waiting] })),
    ...work.admissions.map((waiting) => ({ admissions: [waiting], settlements: [] })),
  ];
  if (parts.length === 1) {
    const [settlement] = work.settlements;
    if (lane && settlement) return deliverLate(context, lane, settlement, error);
    rejectAlone(context, work, error);
    return lane;
  }
  context.log.warn({ err: error, calls: parts.length }, 'batch failed; trying its calls one by one');
  let next: Lane = lane;
  for (const part of parts) next = await deliver(context, next, part, exact);
  return next;
}

function rejectAlone({ openHolds, log }: Delivery, work: Work, error: unknown): void {
  const [settlement] = work.settlements;
  const requestId = settlement?.item.usage.requestId ?? work.admissions[0]?.item.requestId;
  log.error({ err: error, requestId }, 'a call could not be admitted or settled');
  if (settlement) openHolds.givenUp(settlement.item);
  refuse(work, error);
}

/** Most likely it has its record already. Where that is a sweeper's, who knew no more than its input, its cost is corrected. */
async function deliverLate(
  context: Delivery,
  lane: pg.Client,
  waiting: WaitingSettlement,
  reason: unknown,
): Promise<Lane> {
  const work: Work = { admissions: [], settlements: [waiting] };
  const batch = toBatch(context, work, true);
  try {
    const found = await bookLate(lane, waiting.item.usage);
    if (found === 'no record') rejectAlone(context, work, reason);
    else finishSettlements(context, [waiting], batch);
    if (found === 'corrected')
      context.log.warn(
        { requestId: waiting.item.usage.requestId },
        'corrected the cost of a call that a sweeper had settled',
      );
    return lane;
  } catch (error) {
    if (isConnectionLost(error) || isServerTroubled(error)) return recover(context, lane, work, batch, error);
    if (isDeadlock(error)) return deliver(context, lane, work);
    rejectAlone(context, work, error);
    return lane;
  }
}

/** Calls that run under the number of an instance that was marked dead settle under its new one. */
async function deliverRenewed(
  context: Delivery,
  lane: Lane,
  { admissions, settlements }: Work,
  fencedId: bigint,
  error: unknown,
): Promise<Lane> {
  refuse({ admissions, settlements: [] }, databaseUnavailable(error));
  await context.instance.renew(fencedId);
  return settlements.length === 0 ? lane : deliver(context, lane, { admissions: [], settlements });
}

/**
 * The connection broke with a batch under way: nobody knows whether it was committed, so look before doing
 * it again. Its admissions are refused at once; those that turn out committed are released.
 */
async function recover(
  context: Delivery,
  lost: pg.Client,
  { admissions, settlements }: Work,
  batch: Batch,
  error: unknown,
): Promise<Lane> {
  context.log.warn({ err: error }, 'gateway lost its database connection');
  refuse({ admissions, settlements: [] }, databaseUnavailable(error));
  if (isServerTroubled(error)) {
    context.queue.refuseAdmissions(databaseUnavailable(error));
    await wait(retryDelayMs);
  }
  let lane = await context.reconnect(lost);
  let committed = await askCommitted(context, lane, lost, batch);
  while (lane && !committed) {
    lane = await context.reconnect(lane);
    committed = await askCommitted(context, lane, lost, batch);
  }
  if (committed) releaseAll(context, batch, committed.admitted);
  if (committed?.settled) finishSettlements(context, settlements, batch);
  else if (settlements.length > 0) return deliver(context, lane, { admissions: [], settlements });
  return lane;
}

type Committed = Awaited<ReturnType<typeof findCommitted>>;

/** Undefined when it could not be found out. */
async function askCommitted(
  { log }: Delivery,
  lane: Lane,
  lost: pg.Client,
  batch: Batch,
): Promise<Committed | undefined> {
  if (!lane) return undefined;
  try {
    await endBackend(lane, backendOf(lost));
    return await findCommitted(lane, batch);
  } catch (error) {
    log.warn({ err: error }, 'gateway could not find out what was committed');
    await wait(retryDelayMs);
    return undefined;
  }
}

/** Calls that were refused because their answer was lost, and had been let in after all: they end at once. */
function releaseAll(context: Delivery, batch: Batch, admittedIds: Set<string>): void {
  const admitted = batch.admissions.filter(({ requestId }) => admittedIds.has(requestId));
  context.openHolds.opened(batch.holdId, admitted.length);
  for (const admission of admitted) release(context, batch, admission);
}

function release({ queue, log }: Delivery, { holdId }: Batch, admission: Admission): void {
  queue
    .settle(releaseOf(admission, holdId))
    .catch((error: unknown) => log.warn({ err: error }, 'a refused call could not be released'));
}
