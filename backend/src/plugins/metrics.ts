import fp from 'fastify-plugin';
import { collectDefaultMetrics, Histogram, Registry } from 'prom-client';
import { PlainText, replies } from '../lib/schemas.ts';

declare module 'fastify' {
  interface FastifyInstance {
    metrics: Registry;
  }
}

/** GET /metrics, and the registry as `app.metrics`. Requests are labelled by route, never by path. */
export const metricsPlugin = fp(async (app) => {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  app.decorate('metrics', registry);
  const duration = new Histogram({
    name: 'litemaas_http_request_duration_seconds',
    help: 'Time from the first byte in to the last byte out, by route',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.02, 0.05, 0.2, 1, 5, 30],
    registers: [registry],
  });
  app.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'unknown';
    duration.observe(
      { method: request.method, route, status: String(reply.statusCode) },
      reply.elapsedTime / 1000,
    );
    done();
  });
  app.get(
    '/metrics',
    {
      schema: {
        tags: ['Health'],
        summary: 'Metrics',
        description: 'What this instance counts and measures, for Prometheus. Needs no token.',
        response: replies({ 200: PlainText }),
      },
    },
    async (_request, reply) => reply.type(registry.contentType).send(await registry.metrics()),
  );
});
