import { type TObject, type TProperties, Type } from '@sinclair/typebox';
import type { FastifyRequest } from 'fastify';
import type pg from 'pg';
import { errors } from '../../errors.ts';
import { accountParams } from '../../lib/account-params.ts';
import { type BudgetRow, findBudget } from './queries.ts';
import { NewAccountBudget, NewPlatformBudget } from './schemas.ts';
import { anyAccountViewer, memberViewer, platformViewer, type Viewer } from './viewer.ts';

/** Where budgets are kept: those of an account below its path (and for admins below /admin), those of the platform below /admin. The routes are the same. */
export type Place = {
  tag: string;
  /** Whose they are, in the words of descriptions. */
  whose: string;
  whoMay: string;
  params: TProperties;
  NewBudget: typeof NewAccountBudget | typeof NewPlatformBudget;
  viewerOf: (request: FastifyRequest) => Viewer;
};

export const accountPlace: Place = {
  tag: 'Budgets',
  whose: 'the account',
  whoMay:
    'Owners and admins of the account change them, billing members see all of them, other members those that limit their own calls.',
  params: accountParams,
  NewBudget: NewAccountBudget,
  viewerOf: memberViewer,
};

/** What admins and auditors see of any account. */
export const anyAccountPlace: Place = {
  ...accountPlace,
  whoMay: 'Admins and auditors of the platform see all of them.',
  viewerOf: anyAccountViewer,
};

export const platformPlace: Place = {
  tag: 'Admin: budgets',
  whose: 'the platform, its providers and models, over all accounts',
  whoMay: 'Auditors may look.',
  params: {},
  NewBudget: NewPlatformBudget,
  viewerOf: platformViewer,
};

/** Path parameters of the place, and more: those alone are for the handlers, which have the others from `viewerOf`. */
export const paramsOf = <More extends TProperties>(place: Place, more: More) =>
  Type.Object({ ...place.params, ...more }) as unknown as TObject<More>;

/** The viewer, if they may change budgets. @throws forbidden. */
export function changerOf(place: Place, request: FastifyRequest): Viewer {
  const viewer = place.viewerOf(request);
  if (!viewer.mayChange)
    throw errors.forbidden(
      'Only owners and admins of the account change its budgets; you can ask for an increase.',
    );
  return viewer;
}

/** @throws not_found, also for budgets the viewer does not see. */
export async function existingBudget(db: pg.Pool, viewer: Viewer, id: string): Promise<BudgetRow> {
  const row = await findBudget(db, viewer, id);
  if (!row) throw errors.notFound('There is no such budget.');
  return row;
}
