import type { App } from '../../app.ts';
import { errors } from '../../errors.ts';
import { actOf } from '../../lib/audit.ts';
import { requireDeveloper } from '../../lib/member-roles.ts';
import { List, replies } from '../../lib/schemas.ts';
import { accountPlace, changerOf, existingBudget, paramsOf, type Place } from '../budgets/place.ts';
import { budgetId } from '../budgets/schemas.ts';
import type { Viewer } from '../budgets/viewer.ts';
import { askForIncrease } from './ask.ts';
import { type Decision, decideIncrease } from './decide.ts';
import { findLimitingBudget, findRequest, listRequests } from './queries.ts';
import { toIncreaseRequest } from './reply.ts';
import { IncreaseDecision, IncreaseRequest, increaseRequestId, NewIncreaseRequest } from './schemas.ts';

const url = '/budgets/:budgetId/increase-requests';

/** Members ask for a higher limit. */
export async function increaseRequestRoutes(app: App): Promise<void> {
  const shared = { tags: [accountPlace.tag], security: [{ accessToken: [] }] };
  const params = paramsOf(accountPlace, { budgetId });

  app.get(
    url,
    {
      schema: {
        ...shared,
        summary: 'List requests for an increase',
        description:
          'Requests of the account’s members for a higher limit of this budget, the newest first. Members who do not see all budgets see their own requests.',
        params,
        response: replies({ 200: List(IncreaseRequest) }),
      },
    },
    async (request) => {
      const viewer = accountPlace.viewerOf(request);
      const budget = await findLimitingBudget(app.db, viewer, request.params.budgetId);
      if (!budget) throw errors.notFound('There is no such budget.');
      return { data: (await listRequests(app.db, viewer, budget.id)).map(toIncreaseRequest) };
    },
  );

  app.post(
    url,
    {
      schema: {
        ...shared,
        summary: 'Ask for an increase',
        description:
          'Asks for a higher limit of a budget that limits the caller’s calls, for good or for some periods. Owners and admins of the account answer, admins of the platform where it limits all accounts. Answers 409 increase_requested while the caller’s last request waits.',
        params,
        body: NewIncreaseRequest,
        response: replies({ 201: IncreaseRequest }),
      },
    },
    async (request, reply) => {
      const { account, params: path, body } = request;
      requireDeveloper(account.role);
      const viewer = { ...accountPlace.viewerOf(request), accountId: account.id };
      const id = await askForIncrease(app.db, viewer, path.budgetId, body, actOf(request));
      return reply.status(201).send(await existing(app, path.budgetId, id));
    },
  );
}

/** Who may change a budget answers. */
export async function increaseDecisionRoutes(app: App, place: Place): Promise<void> {
  const shared = {
    tags: [place.tag],
    security: [{ accessToken: [] }],
    params: paramsOf(place, { budgetId, increaseRequestId }),
    body: IncreaseDecision,
    response: replies({ 200: IncreaseRequest }),
  };
  const decide = async (
    viewer: Viewer,
    path: { budgetId: string; increaseRequestId: string },
    decision: Decision,
    act: ReturnType<typeof actOf>,
  ) => {
    await decideIncrease(app.db, viewer, path.budgetId, path.increaseRequestId, decision, act);
    return existing(app, path.budgetId, path.increaseRequestId);
  };

  app.post(
    `${url}/:increaseRequestId/approve`,
    {
      schema: {
        ...shared,
        summary: 'Approve an increase',
        description:
          'The limit holds at once: for good, or until as many windows have ended as were asked for. Answers 409 increase_decided when it has an answer, 409 increase_not_needed when the budget allows that much already.',
      },
    },
    (request) => {
      const comment = request.body?.comment ?? null;
      const viewer = changerOf(place, request);
      return decide(viewer, request.params, { status: 'approved', comment }, actOf(request));
    },
  );

  app.post(
    `${url}/:increaseRequestId/deny`,
    {
      schema: {
        ...shared,
        summary: 'Deny an increase',
        description: 'The limit stays. Answers 409 increase_decided when the request has an answer.',
      },
    },
    (request) => {
      const comment = request.body?.comment ?? null;
      const viewer = changerOf(place, request);
      return decide(viewer, request.params, { status: 'denied', comment }, actOf(request));
    },
  );
}

/** What admins see of requests for budgets of the platform. */
export async function platformIncreaseRoutes(app: App, place: Place): Promise<void> {
  app.get(
    url,
    {
      schema: {
        tags: [place.tag],
        security: [{ accessToken: [] }],
        summary: 'List requests for an increase',
        description:
          'Requests of members of any account for a higher limit of this budget, the newest first.',
        params: paramsOf(place, { budgetId }),
        response: replies({ 200: List(IncreaseRequest) }),
      },
    },
    async (request) => {
      const viewer = place.viewerOf(request);
      const { id } = await existingBudget(app.db, viewer, request.params.budgetId);
      return { data: (await listRequests(app.db, viewer, id)).map(toIncreaseRequest) };
    },
  );
}

async function existing(app: App, budget: string, id: string) {
  const row = await findRequest(app.db, budget, id);
  if (!row) throw errors.notFound('There is no such request.');
  return toIncreaseRequest(row);
}
