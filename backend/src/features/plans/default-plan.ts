import type { App } from '../../app.ts';
import { StartupError } from '../../lib/startup-error.ts';
import { findPlan, listPlans } from './queries.ts';

/** The plan that new accounts start on; null: none. */
export async function defaultPlanId({ db, config }: App): Promise<string | null> {
  if (config.defaultPlan === undefined) return null;
  return (await findPlan(db, config.defaultPlan))?.id ?? null;
}

/** @throws StartupError when the environment names a plan that there is not. */
export async function requireDefaultPlan(app: App): Promise<void> {
  const { defaultPlan } = app.config;
  if (defaultPlan === undefined || (await defaultPlanId(app))) return;
  const names = (await listPlans(app.db)).map(({ name }) => name).join(', ');
  throw new StartupError(
    `The environment is wrong, so LiteMaaS did not start. LITEMAAS_DEFAULT_PLAN must be the name or id of a plan (${names}) or none, not ${defaultPlan}.`,
  );
}
