import { setTimeout as wait } from 'node:timers/promises';
import type { FastifyBaseLogger } from 'fastify';
import type pg from 'pg';
import { databaseUnavailable } from '../errors.ts';
import { type Delivery, deliver } from './delivery.ts';
import type { Instance } from './instance.ts';
import type { Admission, Settlement } from './items.ts';
import { connectLane } from './lane.ts';
import { createOpenHolds } from './open-holds.ts';
import { createQueue } from './queue.ts';

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
};

/**
 * Group commit: admissions and settlements that come while a round trip is under way go with the next one.
 * There is no timer; a free lane takes whatever waits, of both kinds.
 * Without a database, admissions are refused (nobody can prove a budget) and settlements wait.
 */
export function createBatcher({ url, instance, log, onBatch }: BatcherOptions) {
  const queue = createQueue();
  const openHolds = createOpenHolds();
  const connected = new Set<pg.Client>();
  let busyLanes = 0;
  let givenUp = false;

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

  const delivery: Delivery = { queue, openHolds, instance, log, onBatch, reconnect };

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
    busyLanes += 1;
    return deliver(delivery, client, queue.take()).finally(() => (busyLanes -= 1));
  }

  /** Calls whose clients have gone still have to settle. */
  async function finishCalls(): Promise<void> {
    while (!givenUp && (openHolds.openCallCount() > 0 || busyLanes > 0 || !queue.isEmpty()))
      await wait(drainPollMs);
  }

  const lanes = Array.from({ length: laneCount }, runLane);
  return {
    /** @throws database_unavailable when no database can be asked */
    admit: (admission: Admission) => queue.admit(admission),
    /** Resolves when the settlement is committed. */
    settle: (settlement: Settlement) => queue.settle(settlement),
    openCallCount: openHolds.openCallCount,
    isConnected: () => connected.size > 0,
    /** Waits until every call has settled, though not for ever, then disconnects. */
    async close() {
      const timer = setTimeout(() => {
        givenUp = true;
        queue.close(databaseUnavailable());
      }, closeTimeoutMs);
      await finishCalls();
      queue.close(databaseUnavailable());
      await Promise.all(lanes);
      clearTimeout(timer);
    },
  };
}
