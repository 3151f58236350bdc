import { setTimeout as wait } from 'node:timers/promises';
import type { FastifyBaseLogger } from 'fastify';
import type pg from 'pg';
import { databaseUnavailable } from '../errors.ts';
import { type Delivery, deliverOpen } from './delivery.ts';
import type { Instance } from './instance.ts';
import type { Admission, AdmissionResult, Settlement } from './items.ts';
import { connectLane } from './lane.ts';
import { createLockedMeters } from './locked-meters.ts';
import { createOpenHolds } from './open-holds.ts';
import type { Journal } from './journal.ts';
import { watchAnswers } from './answers.ts';
import { createQueue, type Queue, refuseAdmissions, type Work } from './queue.ts';
import { keepUnwritten } from './write-down.ts';

const laneCount = 2;
const reconnectDelayMs = 250;
const closeTimeoutMs = 10_000;
const drainPollMs = 20;

export type Batcher = ReturnType<typeof createBatcher>;

/** Who runs the batches: the registered instance they are fenced by, and where they go. */
export type BatcherOptions = {
  url: string;
  instance: Pick<Instance, 'id' | 'renew'>;
  log: FastifyBaseLogger;
  onBatch: (callCount: number) => void;
  /** Where settlements wait while the database is away; without one, their calls wait. */
  journal: Journal | undefined;
};

/**
 * Group commit: admissions and settlements that come while a round trip is under way go with the next one, of both
 * kinds. No timer holds a batch back; one tells only when a round trip is late, and another lane goes beside it.
 * Without a database, admissions are refused (nobody can prove a budget) and settlements wait in the journal.
 */
export function createBatcher({ url, instance, log, onBatch, journal }: BatcherOptions) {
  const queue = createQueue();
  const openHolds = createOpenHolds();
  const connected = new Set<pg.Client>();
  const underWay = new Set<Work>();
  let givenUp = false;
  const answers = watchAnswers({
    isWaiting: () => underWay.size > 0 || !queue.isEmpty() || connected.size === 0,
    onAway: () => stopWaiting(queue, underWay, journal),
  });

  /** Connects, however long it takes. Undefined when the batcher gives up. */
  async function connect(): Promise<pg.Client | undefined> {
    while (!givenUp) {
      try {
        const client = await connectLane(url);
        client.on('end', () => {
          connected.delete(client);
          queue.poke();
        });
        connected.add(client);
        answers.answered();
        return client;
      } catch (error) {
        if (connected.size === 0) queue.refuseAdmissions(databaseUnavailable(error));
        await wait(reconnectDelayMs);
      }
    }
    return undefined;
  }

  function reconnect(lost: pg.Client): Promise<pg.Client | undefined> {
    connected.delete(lost);
    lost.end().catch(() => {});
    return connect();
  }

  const delivery: Delivery = {
    queue,
    openHolds,
    instance,
    log,
    onBatch,
    onAnswer: answers.answered,
    journal,
    reconnect,
    isGivenUp: () => givenUp,
    lockedMeters: createLockedMeters(answers.answered),
  };

  async function runLane(): Promise<void> {
    let client = await connect();
    while (client && (await queue.hasWork())) {
      // A connection that broke while nothing was under way is replaced before anything is taken.
      if (!connected.has(client)) client = await reconnect(client);
      if (client) client = await deliverWaiting(client);
    }
    if (client) client = await deliverWaiting(client);
    await client?.end();
  }

  async function deliverWaiting(client: pg.Client): Promise<pg.Client | undefined> {
    if (queue.isEmpty() && !openHolds.hasEmptied()) return client;
    const work = queue.take();
    underWay.add(work);
    return deliverOpen(delivery, client, work).finally(() => {
      underWay.delete(work);
      queue.returned(work);
    });
  }

  const lanes = Array.from({ length: laneCount }, runLane);
  return {
    /** @throws database_unavailable when no database can be asked */
    admit: (admission: Admission): Promise<AdmissionResult> =>
      answers.isAway() ? Promise.reject(databaseUnavailable()) : queue.admit(admission),
    /** Resolves when the settlement is committed, or in the journal while the database is away. */
    settle: (settlement: Settlement) => queue.settle(settlement),
    /** Whose batches these are; another one once this instance was taken for dead. */
    instanceId: instance.id,
    openCallCount: openHolds.openCallCount,
    isConnected: () => connected.size > 0 && !answers.isAway(),
    /** Waits until every call has settled, though not for ever, then disconnects. */
    async close() {
      const timer = setTimeout(() => {
        givenUp = true;
        queue.close(databaseUnavailable());
      }, closeTimeoutMs);
      // Calls whose clients have gone still have to settle.
      while (!givenUp && (openHolds.openCallCount() > 0 || underWay.size > 0 || !queue.isDone()))
        await wait(drainPollMs);
      queue.close(databaseUnavailable());
      await Promise.all(lanes);
      clearTimeout(timer);
      answers.close();
      await journal?.close();
    },
  };
}

/** The database is away: nobody waits for it any more. */
function stopWaiting(queue: Queue, underWay: Set<Work>, journal: Journal | undefined): void {
  const error = databaseUnavailable();
  queue.refuseAdmissions(error);
  for (const { admissions } of underWay) refuseAdmissions(admissions, error);
  const settlements = [...underWay].flatMap((work) => work.settlements).concat(queue.settlements());
  keepUnwritten(journal, settlements);
}
