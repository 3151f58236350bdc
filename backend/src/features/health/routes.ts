import { Type } from '@sinclair/typebox';
import type { App } from '../../app.ts';
import { OneOf, replies } from '../../lib/schemas.ts';
import { version } from '../../version.ts';
import { checkReadiness } from './readiness.ts';

const tags = ['Health'];

const Readiness = Type.Object({
  status: OneOf(['ready', 'not_ready']),
  checks: Type.Array(Type.Object({ name: Type.String(), ok: Type.Boolean(), detail: Type.String() })),
});

/** What probes ask: no sign-in. */
export async function healthRoutes(app: App): Promise<void> {
  app.get(
    '/health',
    {
      schema: {
        tags,
        summary: 'Liveness',
        description: 'Answers as long as the process runs; says nothing about what it depends on.',
        response: replies({ 200: Type.Object({ status: Type.Literal('ok'), version: Type.String() }) }),
      },
    },
    async () => ({ status: 'ok' as const, version }),
  );

  app.get(
    '/health/ready',
    {
      schema: {
        tags,
        summary: 'Readiness',
        description:
          'Whether this instance can serve: the database answers and has the schema of this version. Answers 503 with the same body when not, within a second.',
        response: replies({ 200: Readiness, 503: Readiness }),
      },
    },
    async (_request, reply) => {
      const checks = await checkReadiness(app.db);
      const isReady = checks.every(({ ok }) => ok);
      return reply
        .status(isReady ? 200 : 503)
        .send({ status: isReady ? ('ready' as const) : ('not_ready' as const), checks });
    },
  );
}
