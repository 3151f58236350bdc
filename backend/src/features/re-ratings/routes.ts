import type { App } from '../../app.ts';
import { errors } from '../../errors.ts';
import { actOf } from '../../lib/audit.ts';
import { isPriced } from '../../lib/price-list.ts';
import { formatPrices } from '../../lib/prices.ts';
import { List, replies } from '../../lib/schemas.ts';
import { checkedPrices } from '../models/check-prices.ts';
import { applyReRating, beginReRating } from './apply.ts';
import { findModelName, findReRating, listReRatings, type ReRatingRow, sumCorrections } from './queries.ts';
import { sumReRated, topOf, totalOf } from './report.ts';
import { NewReRating, ReRating, ReRatingParams, ReRatingQuery, ReRatingReport } from './schemas.ts';

const shared = { tags: ['Admin: models'], security: [{ accessToken: [] }] };

/** Prices that were wrong for a while, put right. */
export async function reRatingRoutes(app: App): Promise<void> {
  app.get(
    '/re-ratings',
    {
      schema: {
        ...shared,
        summary: 'List re-ratings',
        description: 'All that were applied and what they came to, the newest first.',
        querystring: ReRatingQuery,
        response: replies({ 200: List(ReRating) }),
      },
    },
    async ({ query }) => {
      const rows = await listReRatings(app.db, query.modelId);
      const sums = await sumCorrections(
        app.db,
        rows.map(({ id }) => id),
      );
      return {
        data: rows.map((row) => ({
          ...toCommon(row),
          ...totalOf(sums.filter(({ re_rating_id }) => re_rating_id === row.id)),
          createdBy: row.created_by,
        })),
      };
    },
  );

  app.get(
    '/re-ratings/:reRatingId',
    {
      schema: {
        ...shared,
        summary: 'Get a re-rating',
        description: 'What was corrected, and the accounts with the largest differences.',
        params: ReRatingParams,
        response: replies({ 200: ReRatingReport }),
      },
    },
    ({ params }) => getReRating(app, params.reRatingId),
  );

  app.post(
    '/re-ratings',
    {
      config: { knowsItsKey: true },
      schema: {
        ...shared,
        summary: 'Correct the prices of a period',
        description:
          'Rates the calls of a model in a period anew. Without apply it only reports what that would come to. With apply (and an Idempotency-Key) each account gets one ledger transaction that reverses what the calls had cost and one for what they cost after all; balances, grants, and budgets whose current window has the calls follow. Usage records stay as they are, with a correction each. The same model, period and prices again change nothing; a part of the period that was corrected already is refused with 409 re_rating_overlaps.',
        body: NewReRating,
        response: replies({ 200: ReRatingReport, 201: ReRatingReport }),
      },
    },
    async (request, reply) => {
      const content = contentOf(request.body);
      if (!request.body.apply) return reportOf(app, content);
      if (!request.idempotency) throw errors.idempotencyKeyRequired();
      const id = await beginReRating(app.db, content, actOf(request));
      await applyReRating(app.db, id);
      return reply.status(201).send(await getReRating(app, id));
    },
  );
}

/** @throws invalid_request on a period that is none, or prices that are none. */
function contentOf({ modelId, from: begin, to: end, prices: input, reason }: NewReRating) {
  const [from, to] = [new Date(begin), new Date(end)];
  if (!(from < to)) throw errors.invalidFields('body', [{ path: '/from', message: 'must be before to' }]);
  if (to.getTime() > Date.now())
    throw errors.invalidFields('body', [{ path: '/to', message: 'must not be in the future' }]);
  const list = checkedPrices(input);
  const prices = formatPrices(list);
  if (!prices || !isPriced(list))
    throw errors.invalidFields('body', [{ path: '/prices', message: 'must have a price, or be free' }]);
  return { modelId, from, to, list, prices, reason: reason.trim() };
}

async function reportOf(app: App, content: ReturnType<typeof contentOf>): Promise<ReRatingReport> {
  const { modelId, from, to, list, prices, reason } = content;
  const model = await findModelName(app.db, modelId);
  if (!model) throw errors.notFound('There is no such model.');
  const sums = await sumReRated(app.db, content, list);
  return {
    ...{ id: null, createdAt: null, finishedAt: null, modelId, modelName: model.name, prices, reason },
    ...{ from: from.toISOString(), to: to.toISOString() },
    ...totalOf(sums),
    top: await topOf(app.db, sums),
  };
}

async function getReRating(app: App, id: string): Promise<ReRatingReport> {
  const row = await findReRating(app.db, id);
  if (!row) throw errors.notFound('There is no such re-rating.');
  const sums = await sumCorrections(app.db, [id]);
  return { ...toCommon(row), ...totalOf(sums), top: await topOf(app.db, sums) };
}

function toCommon(row: ReRatingRow) {
  return {
    id: row.id,
    modelId: row.model_id,
    modelName: row.model_name,
    from: row.from_at.toISOString(),
    to: row.to_at.toISOString(),
    prices: row.prices,
    reason: row.reason,
    createdAt: row.created_at.toISOString(),
    finishedAt: row.finished_at?.toISOString() ?? null,
  };
}
