import { Type } from '@sinclair/typebox';
import type { App } from '../../app.ts';
import { errors } from '../../errors.ts';
import { actOf } from '../../lib/audit.ts';
import { List, replies } from '../../lib/schemas.ts';
import { changeModel, createModel, removeModel } from './change-model.ts';
import { toAdminModel } from './model-replies.ts';
import { findModel, listModels, type ModelRow } from './queries.ts';
import { AdminModel, ChangedModel, ModelChange, ModelParams, NewModel } from './schemas.ts';

const shared = { tags: ['Admin: models'], security: [{ accessToken: [] }] };

/** The catalogue as admins keep it: every model, with routes, prices and visibility. */
export async function adminModelRoutes(app: App): Promise<void> {
  app.get(
    '/models',
    {
      schema: {
        ...shared,
        summary: 'List all models',
        description: 'Every model by name, also disabled, restricted and hidden ones.',
        response: replies({ 200: List(AdminModel) }),
      },
    },
    async () => ({ data: (await listModels(app.db)).map(toAdminModel) }),
  );

  app.post(
    '/models',
    {
      schema: {
        ...shared,
        summary: 'Add a model',
        description:
          'Adds a model with at least one route. Prices are credits per request, per image and per million tokens, with tiers by length of the input; free: true excludes every other price; without any price the model cannot be called. Answers 409 name_taken when the name is in use.',
        body: NewModel,
        response: replies({ 201: AdminModel }),
      },
    },
    async (request, reply) => {
      const id = await createModel(app.db, request.body, actOf(request));
      return reply.status(201).send(toAdminModel(await existing(app, id)));
    },
  );

  app.get(
    '/models/:modelId',
    {
      schema: {
        ...shared,
        summary: 'Get a model with its routes',
        description: 'One model by id or name, whatever its visibility.',
        params: ModelParams,
        response: replies({ 200: AdminModel }),
      },
    },
    async ({ params }) => toAdminModel(await existing(app, params.modelId)),
  );

  app.patch(
    '/models/:modelId',
    {
      schema: {
        ...shared,
        summary: 'Change a model',
        description:
          'Changes the fields that are sent and leaves the others. routes replaces all routes. prices replaces the whole price list, for calls from now on; where a part would cost more than a hundred times what it does, or less than a hundredth, the answer is 409 price_change_unconfirmed with the parts, unless confirmPriceChange is true. Making a model restricted sends its active subscriptions, also those an admin granted, back to pending: they stop working until approved again, and subscriptionsSentBack says how many.',
        params: ModelParams,
        body: ModelChange,
        response: replies({ 200: ChangedModel }),
      },
    },
    async (request) => {
      const { modelId } = request.params;
      const { id, subscriptionsSentBack } = await changeModel(app.db, modelId, request.body, actOf(request));
      return { ...toAdminModel(await existing(app, id)), subscriptionsSentBack };
    },
  );

  app.delete(
    '/models/:modelId',
    {
      schema: {
        ...shared,
        summary: 'Delete a model',
        description:
          'Removes a model that nobody subscribed to or called; otherwise answers 409 model_in_use: disable it instead.',
        params: ModelParams,
        response: replies({ 204: Type.Null() }),
      },
    },
    async (request, reply) => {
      await removeModel(app.db, request.params.modelId, actOf(request));
      return reply.status(204).send(null);
    },
  );
}

async function existing(app: App, idOrName: string): Promise<ModelRow> {
  const row = await findModel(app.db, idOrName);
  if (!row) throw errors.notFound('There is no such model.');
  return row;
}
