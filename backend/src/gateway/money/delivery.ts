import type { FastifyBaseLogger } from 'fastify';
import type pg from 'pg';
import { newId } from '../../lib/ids.ts';
import { databaseUnavailable } from '../errors.ts';
import type { AdmissionResult } from './items.ts';
import { admitExactly, type Batch, findCommitted, runBatch } from './lane.ts';
import type { OpenHolds } from './open-holds.ts';
import type { Queue, Work } from './queue.ts';
import { releaseOf } from './release.ts';

const emptiedHoldsDelayMs = 1_000;
const deadlock = '40P01';

/** What deliveries share. */
export type Delivery = {
  queue: Queue;
  openHolds: OpenHolds;
  instanceId: () => bigint;
  log: FastifyBaseLogger;
  onBatch: (callCount: number) => void;
  /** A new connection in place of a lost one, however long it takes; undefined when nobody waits any more. */
  reconnect: (lost: pg.Client) => Promise<pg.Client | undefined>;
};

/** Carries work to its end. Gives back the connection to go on with: another one when this one was lost. */
export async function deliver(
  context: Delivery,
  client: pg.Client,
  work: Work,
  exact = false,
): Promise<pg.Client | undefined> {
  const { openHolds, instanceId } = context;
  const batch = toBatch(context, work);
  try {
    const results = await (exact ? admitExactly : runBatch)(client, instanceId(), batch);
    if (results === null) return await deliverExactly(context, client, work, batch);
    finish(context, work, batch, results);
    return client;
  } catch (error) {
    openHolds.notDeleted(batch.finishedHolds);
    if (isConnectionLost(error)) return recover(context, client, work, batch, error);
    if ((error as { code?: string }).code === deadlock) return deliver(context, client, work, exact);
    return deliverApart(context, client, work, exact, error);
  }
}

function toBatch({ openHolds }: Delivery, { admissions, settlements }: Work): Batch {
  const settled = settlements.map(({ item }) => item);
  return {
    admissions: admissions.map(({ item }) => item),
    settlements: settled,
    holdId: newId('hld'),
    finishedHolds: openHolds.finishedBy(settled),
  };
}

function finish(context: Delivery, work: Work, batch: Batch, results: AdmissionResult[]): void {
  context.openHolds.opened(batch.holdId, results.filter(({ admitted }) => admitted).length);
  finishSettlements(context, work.settlements, batch);
  context.onBatch(work.admissions.length + work.settlements.length);
  work.admissions.forEach(({ resolve }, index) => resolve(results[index] as AdmissionResult));
}

function finishSettlements(
  { openHolds, queue }: Delivery,
  settlements: Work['settlements'],
  batch: Batch,
): void {
  openHolds.settled(batch.settlements, batch.finishedHolds);
  if (openHolds.hasEmptied()) setTimeout(queue.poke, emptiedHoldsDelayMs).unref();
  settlements.forEach(({ resolve }) => resolve());
}

/** Some meter has no room for all: settle first, which may make room, then admit one by one. */
async function deliverExactly(
  context: Delivery,
  client: pg.Client,
  { admissions, settlements }: Work,
  batch: Batch,
): Promise<pg.Client | undefined> {
  context.openHolds.notDeleted(batch.finishedHolds);
  const lane =
    settlements.length > 0 ? await deliver(context, client, { admissions: [], settlements }) : client;
  return lane && deliver(context, lane, { admissions, settlements: [] }, true);
}

/** One bad item must not take the others with it: each goes alone, and only what fails alone is rejected. */
async function deliverApart(
  context: Delivery,
  client: pg.Client,
  work: Work,
  exact: boolean,
  error: unknown,
): Promise<pg.Client | undefined> {
  const parts: Work[] = [
    ...work.settlements.map((waiting) => ({ admissions: [], settlements: [waiting] })),
    ...work.admissions.map((waiting) => ({ admissions: [waiting], settlements: [] })),
  ];
  if (parts.length > 1) {
    context.log.warn({ err: error, calls: parts.length }, 'batch failed; trying its calls one by one');
    let lane: pg.Client | undefined = client;
    for (const part of parts) lane = lane && (await deliver(context, lane, part, exact));
    return lane;
  }
  const requestId = work.settlements[0]?.item.usage.requestId ?? work.admissions[0]?.item.requestId;
  context.log.error({ err: error, requestId }, 'a call could not be admitted or settled');
  [...work.admissions, ...work.settlements].forEach(({ reject }) => reject(error));
  return client;
}

/**
 * The connection broke with a batch under way: nobody knows whether it was committed, so look before doing
 * it again. Its admissions are refused at once; those that turn out committed are released.
 */
async function recover(
  context: Delivery,
  client: pg.Client,
  work: Work,
  batch: Batch,
  error: unknown,
): Promise<pg.Client | undefined> {
  context.log.warn({ err: error }, 'gateway lost its database connection');
  work.admissions.forEach(({ reject }) => reject(databaseUnavailable(error)));
  const lane = await context.reconnect(client);
  if (!lane) {
    work.settlements.forEach(({ reject }) => reject(databaseUnavailable(error)));
    return undefined;
  }
  const settlements = { admissions: [], settlements: work.settlements };
  try {
    const committed = await findCommitted(lane, batch);
    const admitted = batch.admissions.filter(({ requestId }) => committed.admitted.has(requestId));
    context.openHolds.opened(batch.holdId, admitted.length);
    admitted.forEach((admission) => void context.queue.settle(releaseOf(admission, batch.holdId)));
    if (committed.settled) finishSettlements(context, work.settlements, batch);
    return committed.settled || work.settlements.length === 0
      ? lane
      : await deliver(context, lane, settlements);
  } catch (lostAgain) {
    return recover(context, lane, settlements, batch, lostAgain);
  }
}

function isConnectionLost(error: unknown): boolean {
  const { code = '', message = '' } = error as { code?: string; message?: string };
  return /^(08|57P0|ECONN|EPIPE|ETIMEDOUT)/.test(code) || /Connection terminated|not queryable/.test(message);
}
