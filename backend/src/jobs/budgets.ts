import fp from 'fastify-plugin';
import { Counter } from 'prom-client';
import type { App } from '../app.ts';
import { tendBudgets } from '../features/budgets/tend.ts';

const everyMs = 2_000;
const tendLock = 7_305_003;

declare module 'fastify' {
  interface FastifyInstance {
    /** Does at once what budgets need by the clock; nothing while another instance is at it. */
    tendBudgets: () => Promise<void>;
  }
}

/** Tends budgets every two seconds, in every instance that works: one at a time does. */
export const budgetsPlugin = fp(async (app: App) => {
  const alerts = new Counter({
    name: 'litemaas_budget_alerts_total',
    help: 'Thresholds that budgets have reached, by what they are for',
    labelNames: ['scope'],
    registers: [app.metrics],
  });
  let running: Promise<void> | undefined;

  async function pass(): Promise<void> {
    const client = await app.db.connect();
    let failed = true;
    try {
      const { rows } = await client.query<{ taken: boolean }>('SELECT pg_try_advisory_lock($1) AS taken', [
        tendLock,
      ]);
      if (rows[0]?.taken) {
        await tendBudgets(app.db, (scope) => alerts.inc({ scope }));
        await client.query('SELECT pg_advisory_unlock($1)', [tendLock]);
      }
      failed = false;
    } finally {
      // A connection in the middle of something may still have the lock.
      client.release(failed);
    }
  }

  function tend(): Promise<void> {
    const next = (running ?? Promise.resolve()).catch(() => {}).then(pass);
    running = next;
    return next.finally(() => {
      if (running === next) running = undefined;
    });
  }

  const works = app.config.role === 'all' || app.config.role === 'worker';
  const timer = setInterval(() => {
    if (!works || app.config.contractOnly || running) return;
    tend().catch((error: unknown) =>
      app.log.warn({ err: error }, 'budgets could not be tended; trying again'),
    );
  }, everyMs).unref();
  app.decorate('tendBudgets', tend);
  app.addHook('onClose', async () => {
    clearInterval(timer);
    await running?.catch(() => {});
  });
});
