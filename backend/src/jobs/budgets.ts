import fp from 'fastify-plugin';
import { Counter } from 'prom-client';
import type { App } from '../app.ts';
import { tendBudgets } from '../features/budgets/tend.ts';
import { advisoryLocks } from '../lib/advisory-locks.ts';
import { exclusively } from '../lib/exclusively.ts';
import { shareRuns } from '../lib/share-runs.ts';
import { every } from './every.ts';

const everyMs = 2_000;

/** Tends budgets every two seconds, in every instance that works: one at a time does. */
export const budgetsPlugin = fp(async (app: App) => {
  const alerts = new Counter({
    name: 'litemaas_budget_alerts_total',
    help: 'Thresholds that budgets have reached, by what they are for',
    labelNames: ['scope'],
    registers: [app.metrics],
  });
  const tend = shareRuns(async () => {
    await exclusively(app.db, advisoryLocks.tendBudgets, () =>
      tendBudgets(app.db, (scope) => alerts.inc({ scope })),
    );
  });
  const { role } = app.config;
  if (role === 'all' || role === 'worker') every(app, 'tending budgets', everyMs, tend);
  app.decorate('tendBudgets', tend);
});

declare module 'fastify' {
  interface FastifyInstance {
    /** Does at once what budgets need by the clock; nothing while another instance is at it. */
    tendBudgets: () => Promise<void>;
  }
}
