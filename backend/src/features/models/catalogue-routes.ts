import type { App } from '../../app.ts';
import { errors } from '../../errors.ts';
import { decodeCursor, toPage } from '../../lib/pages.ts';
import { Page, replies } from '../../lib/schemas.ts';
import { findVisibleModel, listVisibleModels } from './catalogue-queries.ts';
import { toModel } from './model-replies.ts';
import { CatalogueQuery, Model, ModelParams } from './schemas.ts';

const shared = { tags: ['Models'], security: [{ accessToken: [] }] };

/** The catalogue, for everybody who is signed in. */
export async function catalogueRoutes(app: App): Promise<void> {
  app.get(
    '/models',
    {
      schema: {
        ...shared,
        summary: 'List models',
        description:
          'The enabled models the caller may see: listed ones, and restricted or hidden ones to which an account of the caller has an active subscription. prices is null for a model that has none and so cannot be called.',
        querystring: CatalogueQuery,
        response: replies({ 200: Page(Model) }),
      },
    },
    async ({ caller, query }) => {
      const [after] = decodeCursor(query.cursor, 1) ?? [];
      const found = await listVisibleModels(app.db, caller.userId, query, after);
      const page = toPage(found, query.limit, (row) => [query.sort === 'newest' ? row.id : row.sort_name]);
      return { data: page.rows.map(toModel), nextCursor: page.nextCursor };
    },
  );

  app.get(
    '/models/:modelId',
    {
      schema: {
        ...shared,
        summary: 'Get a model',
        description: 'One model by id or name. A model the caller may not see answers 404.',
        params: ModelParams,
        response: replies({ 200: Model }),
      },
    },
    async ({ caller, params }) => {
      const row = await findVisibleModel(app.db, caller.userId, params.modelId);
      if (!row) throw errors.notFound('There is no such model.');
      return toModel(row);
    },
  );
}
