import fp from 'fastify-plugin';
import type { App } from '../app.ts';
import { createPool } from '../lib/sql.ts';
import { createAnswerBox } from '../lib/answer-box.ts';
import { createAnswerCache } from './cache/index.ts';
import type { Gateway } from './gateway.ts';
import { type GatewayHealth, startHealthReport } from './health-report.ts';
import type { KillSwitches } from './kill-switches.ts';
import { createLastUsed } from './last-used.ts';
import { createGatewayMetrics } from './metrics.ts';
import { startMoney } from './money/index.ts';
import { gatewayRoutes } from './routes.ts';
import { createRunningCalls } from './running-calls.ts';
import { createSnapshots } from './snapshots/index.ts';
import { createUpstreams } from './upstream/index.ts';

declare module 'fastify' {
  interface FastifyInstance {
    /** What this instance, where it is a gateway, knows of its providers. */
    gatewayHealth?: GatewayHealth;
  }
}

const snapshotTimeoutMs = 5_000;

/** The data plane: `/v1` and its alias below `/api/v1`, on connections of its own. */
export const gatewayPlugin = fp(async (app: App) => {
  const gateway = app.config.contractOnly ? undefined : await startGateway(app);
  await app.register(gatewayRoutes, { gateway });
});

/** What a worker does for the gateway: it settles the calls of instances that died. */
export const sweeperPlugin = fp(async (app: App) => {
  if (app.config.contractOnly) return;
  const money = await startMoney({
    url: app.config.databaseUrl,
    log: app.log,
    journalDirectory: app.config.journalDirectory,
  });
  app.addHook('onClose', () => money.close());
});

async function startGateway(app: App): Promise<Gateway> {
  const { config, log, secretBox } = app;
  const url = config.databaseUrl;
  const metrics = createGatewayMetrics(
    app.metrics,
    () => money.batcher.openCallCount(),
    () => money.batcher.isConnected(),
    () => upstreams.states(),
  );
  const money = await (config.startMoney ?? startMoney)({
    url,
    log,
    onBatch: metrics.onBatch,
    journalDirectory: config.journalDirectory,
  });
  // Apart from the pool of the management API, whose queries may be slow and many; a call does not wait long.
  const db = createPool(url, 'litemaas snapshots', { max: 4, query_timeout: snapshotTimeoutMs });
  // Apart from both: what few calls ask for does not hold up snapshots. It connects when it is first needed.
  const optionsDb = createPool(url, 'litemaas call options', { max: 4, query_timeout: snapshotTimeoutMs });
  const running = createRunningCalls(() => snapshots.killSwitches());
  const onKillSwitches = (kills: KillSwitches) => {
    const ids = [...kills.values()].map(({ id }) => id);
    log.warn({ killSwitches: ids, stoppedCalls: running.stopAll(kills) }, 'kill switches changed');
  };
  const snapshots = await createSnapshots({ db, url, secretBox, log, onKillSwitches });
  const upstreams = createUpstreams(config.upstreamTimeouts);
  const lastUsed = createLastUsed(db, log);
  const answerBox = createAnswerBox(secretBox, config.secretKey);
  // Only loaded where it is wanted: it is as large as the rest of the server.
  const telemetry =
    config.otlpEndpoint === undefined
      ? undefined
      : (await import('./telemetry.ts')).startTelemetry(config.otlpEndpoint);
  const report = startHealthReport(db, log, money.instanceId, upstreams.states);
  app.decorate('gatewayHealth', report.health);

  // Calls have ended by now: Fastify waits for the server's connections before it runs these hooks.
  app.addHook('onClose', async () => {
    await report.close();
    await money.close();
    await snapshots.close();
    await lastUsed.close();
    await upstreams.close();
    await telemetry?.close();
    await db.end();
    await optionsDb.end();
  });

  return {
    snapshots,
    batcher: money.batcher,
    upstreams,
    running,
    log,
    db: optionsDb,
    publicUrl: config.publicUrl,
    answerBox,
    cache: createAnswerCache(optionsDb, answerBox, log, {
      hitPercent: config.cacheHitPercent,
      isOn: config.cacheMegabytes > 0,
    }),
    verifyAccessToken(token) {
      try {
        const { sub, sid } = app.jwt.verify<{ sub: string; sid: string }>(token);
        return { userId: sub, sessionId: sid };
      } catch {
        return undefined;
      }
    },
    onAdmitted(keyId, atMs) {
      if (keyId !== null) lastUsed.touch(keyId, atMs);
    },
    onFinished(finished) {
      metrics.onFinished(finished);
      telemetry?.onFinished(finished);
    },
  };
}
