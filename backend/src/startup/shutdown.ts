import type { App } from '../app.ts';
import type { Database } from './database.ts';

/** How long running calls may go on after the first signal. */
const finishCallsMs = 25_000;

/** Ends in order on SIGTERM or SIGINT: no new calls, running ones finish and settle, then the database. A second signal ends at once. */
export function shutDownOnSignals(app: App, database: Database): void {
  let ending = false;
  const end = async (signal: NodeJS.Signals) => {
    if (ending) process.exit(1);
    ending = true;
    app.log.info({ signal }, 'shutting down');
    // Cutting the connection aborts a call, and an aborted call settles.
    const cut = setTimeout(() => app.server.closeAllConnections(), finishCallsMs);
    await app.close().catch((error: unknown) => app.log.error({ err: error }, 'shutdown was not clean'));
    clearTimeout(cut);
    await database.stop();
    process.exit(0);
  };
  process.on('SIGTERM', (signal) => void end(signal));
  process.on('SIGINT', (signal) => void end(signal));
}
