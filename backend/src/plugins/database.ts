import fp from 'fastify-plugin';
import type pg from 'pg';
import { createPool } from '../lib/sql.ts';

declare module 'fastify' {
  interface FastifyInstance {
    db: pg.Pool;
  }
}

/** A page that waits this long is given up: what a request forgot must not keep others waiting, calls least of all. */
const sessionLimits = {
  statement_timeout: 30_000,
  idle_in_transaction_session_timeout: 30_000,
  lock_timeout: 10_000,
};

/** The pool of the management API. The gateway's money has connections of its own. */
export const databasePlugin = fp<{ url: string }>(async (app, { url }) => {
  const pool = createPool(url, 'litemaas api', {
    max: 10,
    idleTimeoutMillis: 30_000,
    ...sessionLimits,
  });
  pool.on('error', (error) => {
    // `end` does not wait until idle connections are closed: a database that stops with us may be faster.
    if (!pool.ending) app.log.warn({ err: error }, 'idle database connection lost');
  });
  app.decorate('db', pool);
  app.addHook('onClose', () => pool.end());
});
