import { Type } from '@sinclair/typebox';
import type { App } from '../../app.ts';
import { List, Nullable, replies } from '../../lib/schemas.ts';
import { listPlans } from './queries.ts';

const Plan = Type.Object({
  id: Type.String(),
  name: Type.String(),
  description: Type.String(),
  rpm: Nullable(Type.Integer({ description: 'Requests a minute; null: no limit' })),
  tpm: Nullable(Type.Integer({ description: 'Tokens a minute; null: no limit' })),
  concurrency: Nullable(Type.Integer({ description: 'Calls at once; null: no limit' })),
  modelClasses: Type.Array(Type.String(), { description: 'Classes of models that may be called' }),
  cloudAccess: Type.Boolean({ description: 'Whether models of cloud providers may be called' }),
});

/** The plans, for everybody: the landing page shows them. */
export async function planRoutes(app: App): Promise<void> {
  app.get(
    '/plans',
    {
      schema: {
        tags: ['Plans'],
        summary: 'List plans',
        description: 'All plans in the order in which they are offered.',
        response: replies({ 200: List(Plan) }),
      },
    },
    async () => ({
      data: (await listPlans(app.db)).map((row) => ({
        id: row.id,
        name: row.name,
        description: row.description,
        rpm: row.rpm,
        tpm: row.tpm,
        concurrency: row.concurrency,
        modelClasses: row.model_classes,
        cloudAccess: row.cloud_access,
      })),
    }),
  );
}
