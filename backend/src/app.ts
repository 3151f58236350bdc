import type { IncomingMessage, ServerResponse } from 'node:http';
import Fastify, {
  LogController,
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  type RawServerDefault,
  type RouteOptions,
} from 'fastify';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { Config } from './config.ts';
import { answerFrameworkError, registerErrorHandler } from './error-handler.ts';
import { newId } from './lib/ids.ts';
import type { StartMoney } from './gateway/money/index.ts';
import type { UpstreamTimeouts } from './gateway/upstream/index.ts';
import { budgetsPlugin } from './jobs/budgets.ts';
import { burnGrantsPlugin } from './jobs/burn-grants.ts';
import { housekeepingPlugin } from './jobs/housekeeping.ts';
import { reRatingsPlugin } from './jobs/re-ratings.ts';
import { trimCachePlugin } from './jobs/trim-cache.ts';
import { verifyBooksPlugin } from './jobs/verify-books.ts';
import { createSecretBox, type SecretBox } from './lib/secrets.ts';
import { loggerOptions, logsRequests } from './logger.ts';
import { callerPlugin } from './plugins/caller.ts';
import { databasePlugin } from './plugins/database.ts';
import { metricsPlugin } from './plugins/metrics.ts';
import { openapiPlugin } from './plugins/openapi.ts';
import { validationPlugin } from './plugins/validation.ts';
import { registerRoutes } from './routes.ts';

/** What main (or a test) has settled before the app is built: a database that is up, a secret key, a portal. */
export type AppConfig = Config & {
  databaseUrl: string;
  secretKey: string;
  portalDirectory: string | undefined;
  /** Where settlements wait while the database is away; without one, their calls wait. */
  journalDirectory?: string | undefined;
  /** Time limits towards upstreams; tests shorten them. */
  upstreamTimeouts?: UpstreamTimeouts;
  /** How the gateway keeps money; the benchmark compares with a gateway that keeps none. */
  startMoney?: StartMoney;
  /** Build the routes for the sake of their contract: no database is asked, nothing can be served. */
  contractOnly?: boolean;
  /** Nothing happens by the clock: tests say when. */
  withoutClock?: boolean;
  /** Told of every route as it is registered; a test proves the access of each. */
  onRoute?: (route: RouteOptions) => void;
};

/** The server with TypeBox types: what every `…Routes(app)` function takes. */
export type App = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>;

declare module 'fastify' {
  interface FastifyInstance {
    config: AppConfig;
    secretBox: SecretBox;
  }
}

function logRequest(request: FastifyRequest, reply: FastifyReply, done: () => void): void {
  const { method, routeOptions } = request;
  request.log.debug(
    { method, route: routeOptions.url, status: reply.statusCode, elapsedMs: Math.round(reply.elapsedTime) },
    'request',
  );
  done();
}

/** Builds the whole server, ready to listen or to inject into. The order below is the order of the hooks. */
export async function build(config: AppConfig): Promise<App> {
  const app: App = Fastify({
    logger: loggerOptions(config.logLevel),
    genReqId: () => newId('req'),
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy: config.trustedProxies ?? false,
    bodyLimit: 1024 * 1024,
    // Until a request has come whole, its body included; answers may take as long as they like.
    requestTimeout: 120_000,
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 200 },
    frameworkErrors: answerFrameworkError,
  }).withTypeProvider<TypeBoxTypeProvider>();

  if (config.onRoute) app.addHook('onRoute', config.onRoute);
  app.decorate('config', config);
  app.decorate('secretBox', createSecretBox(config.secretKey));
  app.addHook('onRequest', (request, reply, done) => {
    reply.header('x-request-id', request.id);
    done();
  });
  if (logsRequests(config.logLevel)) app.addHook('onResponse', logRequest);
  registerErrorHandler(app);
  await app.register(validationPlugin);
  await app.register(databasePlugin, { url: config.databaseUrl });
  await app.register(housekeepingPlugin);
  await app.register(trimCachePlugin);
  await app.register(burnGrantsPlugin);
  await app.register(reRatingsPlugin);
  await app.register(callerPlugin, { secretKey: config.secretKey });
  await app.register(metricsPlugin);
  await app.register(budgetsPlugin);
  await app.register(verifyBooksPlugin);
  await app.register(openapiPlugin, { publicUrl: config.publicUrl });
  await registerRoutes(app);
  return app;
}
