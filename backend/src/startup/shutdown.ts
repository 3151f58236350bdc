import { constants } from 'node:os';
import type { App } from '../app.ts';
import type { Database } from './database.ts';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
/** How long running calls may go on after the first signal. */
const finishCallsMs = 25_000;
/** One Ctrl-C can arrive twice: from the terminal, and passed on by npm. */
const sameSignalMs = 1_000;
const idleCheckMs = 100;

/** While the server starts, a signal ends it at once, together with what it has started. Gives a function that ends this. */
export function exitOnSignals(): () => void {
  // Through `exit`, not by the signal's default, so that the embedded database gets to know.
  const exit = (signal: NodeJS.Signals) => process.exit(128 + constants.signals[signal]);
  for (const signal of signals) process.on(signal, exit);
  return () => signals.forEach((signal) => process.off(signal, exit));
}

/** Ends in order on the first signal: no new calls, running ones finish and settle, then the database. Another one, later, ends at once. */
export function shutDownOnSignals(app: App, database: Database): void {
  let endingSinceMs: number | undefined;
  const onSignal = (signal: NodeJS.Signals) => {
    if (endingSinceMs === undefined) {
      endingSinceMs = performance.now();
      app.log.info({ signal }, 'shutting down');
      void shutDown(app, database);
    } else if (performance.now() - endingSinceMs > sameSignalMs) process.exit(1);
  };
  for (const signal of signals) process.on(signal, onSignal);
}

async function shutDown(app: App, database: Database): Promise<void> {
  // Cutting the connection aborts a call, and an aborted call settles.
  const cut = setTimeout(() => app.server.closeAllConnections(), finishCallsMs);
  // A client keeps its connection after its call has ended, and the server waits for it.
  const release = setInterval(() => app.server.closeIdleConnections(), idleCheckMs);
  await app.close().catch((error: unknown) => app.log.error({ err: error }, 'shutdown was not clean'));
  clearTimeout(cut);
  clearInterval(release);
  await database.stop();
  process.exit(0);
}
