import type { FastifyBaseLogger } from 'fastify';
import type pg from 'pg';
import type { ProviderFigures } from '../lib/provider-figures.ts';
import { query } from '../lib/sql.ts';
import type { ProviderState } from './upstream/index.ts';

const reportEveryMs = 5_000;

/** What this gateway knows of its providers, as other instances read it. */
export type GatewayHealth = {
  instanceId: () => bigint;
  /** By the id of the provider; those that were called. */
  providers: () => Record<string, ProviderFigures>;
};

/** Writes down every few seconds what this instance knows of its providers, where that has changed. */
export function startHealthReport(
  db: pg.Pool,
  log: FastifyBaseLogger,
  instanceId: () => bigint,
  states: () => ProviderState[],
) {
  let written = '';
  let reporting: Promise<void> | undefined;
  const providers = () => Object.fromEntries(states().map(({ id, figures }) => [id, figures]));

  async function report(): Promise<void> {
    const json = JSON.stringify(providers());
    const id = instanceId();
    if (written === `${id} ${json}`) return;
    await writeGatewayHealth(db, id, json);
    written = `${id} ${json}`;
  }
  function reportOnce(): void {
    reporting ??= report()
      .catch((error: unknown) => log.warn({ err: error }, 'could not write how the providers do'))
      .finally(() => (reporting = undefined));
  }

  const timer = setInterval(reportOnce, reportEveryMs).unref();
  reportOnce();
  return {
    health: { instanceId, providers } satisfies GatewayHealth,
    async close() {
      clearInterval(timer);
      await reporting;
    },
  };
}

/** Nothing is written for an instance that is not registered any more: it has another id by the next time. */
async function writeGatewayHealth(db: pg.Pool, instanceId: bigint, providers: string): Promise<void> {
  await query(
    db,
    `INSERT INTO gateway_health (instance_id, providers) SELECT id, $2::jsonb FROM instances WHERE id = $1
     ON CONFLICT (instance_id) DO UPDATE SET providers = excluded.providers`,
    [instanceId.toString(), providers],
  );
}
