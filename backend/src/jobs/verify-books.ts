import fp from 'fastify-plugin';
import { insertCheckpoints } from '../features/credits/statement-queries.ts';
import type { Verification } from '../features/credits/schemas.ts';
import { findVerification, saveVerification } from '../features/credits/verification-queries.ts';
import { verify } from '../features/credits/verify.ts';
import { verifyMetrics } from '../features/credits/verify-metrics.ts';
import { advisoryLocks } from '../lib/advisory-locks.ts';
import { exclusively } from '../lib/exclusively.ts';
import { shareRuns } from '../lib/share-runs.ts';
import { tx } from '../lib/sql.ts';
import { every } from './every.ts';

const lookEveryMs = 60_000;
const nightlyHourUtc = 3;
/** Fewer than these are summed faster than a checkpoint is found. */
const transfersPerCheckpoint = 1_000;

/**
 * Verifies the books: every night on one instance, and when asked, one at a time. All instances tell the last
 * result as a metric.
 */
export const verifyBooksPlugin = fp(async (app) => {
  const metrics = verifyMetrics(app.metrics);
  const verifyBooks = shareRuns(async () => {
    const at = new Date();
    const verification = await verify(app.db);
    metrics.set(verification, at);
    await saveVerification(app.db, at, verification.checks);
    if (!verification.ok)
      app.log.error({ faults: verification.checks.filter(({ ok }) => !ok) }, 'the books do not agree');
    return verification;
  });

  async function spendNight(): Promise<void> {
    await tx(app.db, async (client) => {
      await client.query(`SET LOCAL statement_timeout = '10min'`);
      await insertCheckpoints(client, transfersPerCheckpoint);
    });
    await verifyBooks();
  }

  async function look(): Promise<void> {
    const last = await findVerification(app.db);
    if (last) metrics.set(last, last.ran_at);
    if (last && last.ran_at >= lastNight(new Date())) return;
    await exclusively(app.db, advisoryLocks.nightlyBooks, async (client) => {
      const again = await findVerification(client);
      if (!again || again.ran_at < lastNight(new Date())) await spendNight();
    });
  }

  every(app, 'verifying the books', lookEveryMs, look);
  app.decorate('verifyBooks', verifyBooks);
  app.decorate('lookAfterBooks', look);
});

/** When the night's work was last due. */
function lastNight(now: Date): Date {
  const night = new Date(now);
  night.setUTCHours(nightlyHourUtc, 0, 0, 0);
  if (night > now) night.setUTCDate(night.getUTCDate() - 1);
  return night;
}

declare module 'fastify' {
  interface FastifyInstance {
    /** Checks the invariants of the money, and notes the result. */
    verifyBooks: () => Promise<Verification>;
    /** Does at once what the clock does: the night's work where it is due, and the last result as a metric. */
    lookAfterBooks: () => Promise<void>;
  }
}
