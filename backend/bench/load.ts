import { setTimeout as wait } from 'node:timers/promises';
import { type Connection, emptyTally, openConnection, type Tally } from './connection.ts';

/** What was seen since the last reading. */
export type Reading = Tally & { seconds: number };

/** Calls that are being made. */
export type Load = {
  read: () => Reading;
  /** Makes no new calls, and waits for those under way; gives how many calls there were in all. */
  stop: () => Promise<number>;
};

export type LoadOptions = {
  /** Connections are spread over them. */
  urls: string[];
  connections: number;
  /** Whole HTTP requests, taken in turn. */
  requests: Buffer[];
};

/** Each connection sends its next request when the answer to the last one is whole; they begin spread over `rampMs`. */
export async function startClosedLoop(options: LoadOptions & { rampMs?: number }): Promise<Load> {
  const { connections, requests, rampMs = 0 } = options;
  const { opened, read, sum } = await openAll(options);
  let next = 0;
  let stopped = false;
  const runs = opened.map(async (connection, index) => {
    await wait((index / connections) * rampMs);
    return new Promise<void>((resolve) => {
      const again = () =>
        stopped ? resolve() : connection.send(requests[next++ % requests.length] as Buffer, again);
      again();
    });
  });
  return {
    read,
    async stop() {
      stopped = true;
      await Promise.all(runs);
      opened.forEach((connection) => connection.close());
      return sum();
    },
  };
}

/**
 * Sends `callsPerSecond` on average whatever the answers take, in a Poisson process that is the same each
 * time. Idle connections wait on a stack, so that few of them are used, as by a client with a pool.
 */
export async function startOpenLoop(options: LoadOptions & { callsPerSecond: number }): Promise<Load> {
  const { requests, callsPerSecond } = options;
  const { opened, read, sum } = await openAll(options);
  const idle = [...opened];
  const waitingSinceMs: number[] = [];
  const random = randomNumbers();
  let next = 0;
  let dueAtMs = performance.now();
  const send = (connection: Connection, sinceMs?: number) =>
    connection.send(
      requests[next++ % requests.length] as Buffer,
      () => (waitingSinceMs.length > 0 ? send(connection, waitingSinceMs.shift()) : idle.push(connection)),
      sinceMs,
    );
  const timer = setInterval(() => {
    for (; dueAtMs <= performance.now(); dueAtMs -= (Math.log(1 - random()) * 1000) / callsPerSecond) {
      const connection = idle.pop();
      if (connection) send(connection);
      else waitingSinceMs.push(dueAtMs);
    }
  }, 1);
  return {
    read,
    async stop() {
      clearInterval(timer);
      while (idle.length < opened.length) await wait(5);
      opened.forEach((connection) => connection.close());
      return sum();
    },
  };
}

/** Makes `count` calls, `connections` at a time; gives how many there were. */
export async function makeCalls(options: LoadOptions & { count: number }): Promise<number> {
  const { requests, count } = options;
  const { opened, sum } = await openAll(options);
  let next = 0;
  const run = (connection: Connection) =>
    new Promise<void>((resolve) => {
      const again = () =>
        next < count ? connection.send(requests[next++ % requests.length] as Buffer, again) : resolve();
      again();
    });
  await Promise.all(opened.map(run));
  opened.forEach((connection) => connection.close());
  return sum();
}

async function openAll({ urls, connections }: LoadOptions) {
  let tally = emptyTally();
  let sinceMs = performance.now();
  let callsBefore = 0;
  let failures = 0;
  const opened: Connection[] = await Promise.all(
    Array.from({ length: connections }, (_, index) =>
      openConnection(urls[index % urls.length] as string, () => tally),
    ),
  );
  const read = (): Reading => {
    const seen = { ...tally, seconds: (performance.now() - sinceMs) / 1000 };
    callsBefore += tally.calls;
    failures += tally.failures;
    tally = emptyTally();
    sinceMs = performance.now();
    return seen;
  };
  return {
    opened,
    read,
    /** @throws when a call was not answered with 200: then nothing was measured */
    sum() {
      read();
      if (failures > 0) throw new Error(`${failures} of ${callsBefore} calls to ${urls.join(', ')} failed`);
      return callsBefore;
    },
  };
}

/** Numbers from 0 to 1 that look random and are the same each time (mulberry32). */
function randomNumbers(): () => number {
  let state = 1;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
