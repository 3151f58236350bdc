import fp from 'fastify-plugin';
import type pg from 'pg';
import { createPool } from '../lib/sql.ts';

declare module 'fastify' {
  interface FastifyInstance {
    db: pg.Pool;
  }
}

/** The pool of the management API. The gateway's money has connections of its own. */
export const databasePlugin = fp<{ url: string }>(async (app, { url }) => {
  const pool = createPool(url, 'litemaas api', { max: 10, idleTimeoutMillis: 30_000 });
  pool.on('error', (error) => app.log.warn({ err: error }, 'idle database connection lost'));
  app.decorate('db', pool);
  app.addHook('onClose', () => pool.end());
});
