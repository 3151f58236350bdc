import type { FastifyBaseLogger } from 'fastify';
import type pg from 'pg';
import { newId } from '../../lib/ids.ts';
import { databaseUnavailable } from '../errors.ts';
import type { Admission, AdmissionResult, Settlement } from './items.ts';
import { admitExactly, type Batch, connectLane, findCommitted, runBatch } from './lane.ts';
import { createOpenHolds } from './open-holds.ts';
import { createQueue, type Work } from './queue.ts';
import { releaseOf } from './release.ts';

const laneCount = 2;
const reconnectDelayMs = 250;
const emptiedHoldsDelayMs = 1_000;
const closeTimeoutMs = 10_000;
const deadlock = '40P01';

export type Batcher = ReturnType<typeof createBatcher>;

/** Who runs the batches: the registered instance they are fenced by, and where they go. */
export type BatcherOptions = {
  url: string;
  instanceId: () => bigint;
  log: FastifyBaseLogger;
  onBatch: (callCount: number) => void;
};

/**
 * Group commit: admissions and settlements that come while a round trip is under way go with the next one.
 * There is no timer; a free lane takes whatever waits, of both kinds.
 * Without a database, admissions are refused (nobody can prove a budget) and settlements wait.
 */
export function createBatcher({ url, instanceId, log, onBatch }: BatcherOptions) {
  const queue = createQueue();
  const openHolds = createOpenHolds();
  let connected = 0;
  let giveUp = false;

  async function runLane(): Promise<void> {
    let client: pg.Client | undefined;
    for (;;) {
      client ??= await connect();
      const work = client && (await queue.next());
      if (!client || !work) break;
      client = await deliver(client, work);
    }
    await client?.end();
  }

  /** Connects, however long it takes. Undefined when the batcher gives up. */
  async function connect(): Promise<pg.Client | undefined> {
    while (!giveUp) {
      try {
        const client = await connectLane(url);
        client.on('error', () => {});
        connected += 1;
        return client;
      } catch (error) {
        if (connected === 0) queue.refuseAdmissions(databaseUnavailable(error));
        await new Promise((resume) => setTimeout(resume, reconnectDelayMs));
      }
    }
    return undefined;
  }

  /** Carries work to its end. Gives back the connection to go on with: another one when this one was lost. */
  async function deliver(client: pg.Client, work: Work, exact = false): Promise<pg.Client | undefined> {
    const batch = toBatch(work);
    try {
      const results = await (exact ? admitExactly : runBatch)(client, instanceId(), batch);
      if (results === null) return await deliverExactly(client, work, batch);
      finish(work, batch, results);
      return client;
    } catch (error) {
      openHolds.notDeleted(batch.finishedHolds);
      if (isConnectionLost(error)) return recover(client, work, batch, error);
      if ((error as { code?: string }).code === deadlock) return deliver(client, work, exact);
      return deliverApart(client, work, exact, error);
    }
  }

  /** Some meter has no room for all: settle first, which may make room, then admit one by one. */
  async function deliverExactly(
    client: pg.Client,
    { admissions, settlements }: Work,
    batch: Batch,
  ): Promise<pg.Client | undefined> {
    openHolds.notDeleted(batch.finishedHolds);
    const lane = settlements.length > 0 ? await deliver(client, { admissions: [], settlements }) : client;
    return lane && deliver(lane, { admissions, settlements: [] }, true);
  }

  function toBatch({ admissions, settlements }: Work): Batch {
    const settled = settlements.map(({ item }) => item);
    return {
      admissions: admissions.map(({ item }) => item),
      settlements: settled,
      holdId: newId('hld'),
      finishedHolds: openHolds.finishedBy(settled),
    };
  }

  function finish(work: Work, batch: Batch, results: AdmissionResult[]): void {
    openHolds.opened(batch.holdId, results.filter(({ admitted }) => admitted).length);
    finishSettlements(work.settlements, batch);
    onBatch(work.admissions.length + work.settlements.length);
    work.admissions.forEach(({ resolve }, index) => resolve(results[index] as AdmissionResult));
  }

  function finishSettlements(settlements: Work['settlements'], batch: Batch): void {
    openHolds.settled(batch.settlements, batch.finishedHolds);
    if (openHolds.hasEmptied()) setTimeout(queue.poke, emptiedHoldsDelayMs).unref();
    settlements.forEach(({ resolve }) => resolve());
  }

  /** One bad item must not take the others with it: each goes alone, and only what fails alone is rejected. */
  async function deliverApart(
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
      log.warn({ err: error, calls: parts.length }, 'batch failed; trying its calls one by one');
      let lane: pg.Client | undefined = client;
      for (const part of parts) lane = lane && (await deliver(lane, part, exact));
      return lane;
    }
    log.error(
      { err: error, requestId: work.settlements[0]?.item.usage.requestId },
      'a call could not be admitted or settled',
    );
    [...work.admissions, ...work.settlements].forEach(({ reject }) => reject(error));
    return client;
  }

  /**
   * The connection broke with a batch under way: nobody knows whether it was committed, so look before
   * doing it again. Its admissions are refused at once; those that turn out committed are released.
   */
  async function recover(
    client: pg.Client,
    work: Work,
    batch: Batch,
    error: unknown,
  ): Promise<pg.Client | undefined> {
    log.warn({ err: error }, 'gateway lost its database connection');
    connected -= 1;
    client.end().catch(() => {});
    work.admissions.forEach(({ reject }) => reject(databaseUnavailable(error)));
    const lane = await connect();
    if (!lane) {
      work.settlements.forEach(({ reject }) => reject(databaseUnavailable(error)));
      return undefined;
    }
    try {
      const committed = await findCommitted(lane, batch);
      const admitted = batch.admissions.filter(({ requestId }) => committed.admitted.has(requestId));
      openHolds.opened(batch.holdId, admitted.length);
      admitted.forEach((admission) => void queue.settle(releaseOf(admission, batch.holdId)));
      if (committed.settled) finishSettlements(work.settlements, batch);
      return committed.settled || work.settlements.length === 0
        ? lane
        : await deliver(lane, { admissions: [], settlements: work.settlements });
    } catch (lostAgain) {
      return recover(lane, { admissions: [], settlements: work.settlements }, batch, lostAgain);
    }
  }

  const lanes = Array.from({ length: laneCount }, runLane);
  return {
    /** @throws database_unavailable when no database can be asked */
    admit: (admission: Admission) => queue.admit(admission),
    /** Resolves when the settlement is committed. */
    settle: (settlement: Settlement) => queue.settle(settlement),
    openCallCount: openHolds.openCallCount,
    isConnected: () => connected > 0,
    /** Settles what still waits, then disconnects. */
    async close() {
      queue.close();
      const timer = setTimeout(() => {
        giveUp = true;
        queue.abandon(databaseUnavailable());
      }, closeTimeoutMs);
      await Promise.all(lanes);
      clearTimeout(timer);
    },
  };
}

function isConnectionLost(error: unknown): boolean {
  const { code = '', message = '' } = error as { code?: string; message?: string };
  return /^(08|57P0|ECONN|EPIPE|ETIMEDOUT)/.test(code) || /Connection terminated|not queryable/.test(message);
}
