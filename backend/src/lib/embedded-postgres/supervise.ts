import { setTimeout as wait } from 'node:timers/promises';

import { stopServer } from './previous-server.ts';
import { startServer } from './start-server.ts';
import type { RunningServer, Setup } from './start-server.ts';

const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 15_000;
/** A server that lived this long counts as healthy again. */
const HEALTHY_MS = 60_000;

/** How long each way of stopping may take: closing all connections and writing everything; at once; by force. */
const STOP_SIGNALS = [
  { signal: 'SIGINT', patienceMs: 20_000 },
  { signal: 'SIGQUIT', patienceMs: 10_000 },
  { signal: 'SIGKILL', patienceMs: 5_000 },
] as const;

/**
 * Starts the server anew on the same port whenever it dies, so that connection pools find it again,
 * until `stop` is called.
 */
export function superviseServer(setup: Setup, first: RunningServer): { stop: () => Promise<void> } {
  const stopping = new AbortController();
  let current = first;
  const done = keepRunning();

  async function keepRunning(): Promise<void> {
    let pauseMs = FIRST_PAUSE_MS;
    let startedAtMs = Date.now();
    for (;;) {
      const how = await current.server.ended;
      if (stopping.signal.aborted) return;
      if (Date.now() - startedAtMs > HEALTHY_MS) pauseMs = FIRST_PAUSE_MS;
      setup.log(`the database server ended unexpectedly (${how}); starting it again in ${pauseMs} ms`);
      await wait(pauseMs, undefined, { signal: stopping.signal, ref: false }).catch(() => undefined);
      if (stopping.signal.aborted) return;
      pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
      startedAtMs = Date.now();
      await restart();
      if (stopping.signal.aborted) await endCurrent();
    }
  }

  async function restart(): Promise<void> {
    try {
      current = await startServer(setup, current.port);
      setup.log('the database server runs again');
    } catch (error) {
      setup.log((error as Error).message);
    }
  }

  async function endCurrent(): Promise<void> {
    const { server } = current;
    server.hold();
    // Windows has no signals; there pg_ctl passes the wish on by other means.
    if (process.platform === 'win32')
      await stopServer(setup.program, setup.home.clusterDir, setup.home.account);
    for (const { signal, patienceMs } of STOP_SIGNALS) {
      if (server.hasEnded()) return;
      server.kill(signal);
      await Promise.race([server.ended, wait(patienceMs, undefined, { ref: false })]);
    }
  }

  async function stop(): Promise<void> {
    stopping.abort();
    await endCurrent();
    await done;
  }

  return { stop };
}
