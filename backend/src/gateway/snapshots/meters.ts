import type pg from 'pg';
import { meterModelId, meterScopeId } from '../../lib/meters.ts';
import { query } from '../../lib/sql.ts';

/** A meter that calls move. Its limits are in the database alone; those of the minute are repeated here for headers. */
export type MeterRef = {
  id: bigint;
  scope:
    | 'platform'
    | 'account'
    | 'account_budget'
    | 'member'
    | 'project'
    | 'subscription'
    | 'subscription_budget'
    | 'key'
    | 'model'
    | 'account_model'
    | 'provider'
    | 'grant';
  /** Of the owner, in words of the API: of a member it is the user, of an account's model the model. */
  scopeId: string;
  /** Set where only calls of one model move it. */
  modelId: string | null;
  rpmLimit: bigint | null;
  tpmLimit: bigint | null;
  /** The budgets that its limits are, by unit; with the model that calls go to at the limit, where they do. */
  budgets: Partial<Record<string, MeterBudget>>;
};

export type MeterBudget = { id: string; fallbackModelId: string | null };

/** The meter of a grant for some models. Whether it has anything left is in the database alone. */
export type GrantRef = { id: bigint; grantId: string; modelIds: Set<string> };

/** The grants for some models that account `a` has not used up, in the order in which they pay. */
export const grantsColumn = `
  (SELECT coalesce(json_agg(json_build_object('id', m.id::text, 'grantId', g.id, 'modelIds', g.model_ids) ORDER BY g.place), '[]')
   FROM open_grants g JOIN meters m ON m.scope = 'grant' AND m.scope_id = g.id
   WHERE g.account_id = a.id AND g.model_ids IS NOT NULL AND g.remaining_micro_credits > 0) AS grants`;

export type GrantRefRow = { id: string; grantId: string; modelIds: string[] };

/** Reads an entry of `grantsColumn`. */
export function toGrantRef({ id, grantId, modelIds }: GrantRefRow): GrantRef {
  return { id: BigInt(id), grantId, modelIds: new Set(modelIds) };
}

/** A row of `meters m` as `toMeterRef` reads it. */
export const meterColumns = `json_build_object('id', m.id::text, 'scope', m.scope, 'scopeId', ${meterScopeId},
  'modelId', ${meterModelId}, 'rpm', m.rpm_limit::text, 'tpm', m.tpm_limit::text,
  'budgets', (SELECT coalesce(json_object_agg(b.unit, json_build_object('id', b.id, 'fallbackModelId', b.fallback_model_id)), '{}')
    FROM budgets b WHERE b.meter_id = m.id AND b.deleted_at IS NULL))`;

export type MeterRow = Pick<MeterRef, 'scope' | 'scopeId' | 'modelId' | 'budgets'> & {
  id: string;
  rpm: string | null;
  tpm: string | null;
};

/** Reads what `meterColumns` gives. */
export function toMeterRef({ id, rpm, tpm, ...rest }: MeterRow): MeterRef {
  const toLimit = (limit: string | null) => (limit === null ? null : BigInt(limit));
  return { id: BigInt(id), rpmLimit: toLimit(rpm), tpmLimit: toLimit(tpm), ...rest };
}

/** Meters that calls of all accounts move: the platform's, models' and providers'. */
export async function loadSharedMeters(db: pg.Pool): Promise<MeterRef[]> {
  const rows = await query<{ meter: MeterRow }>(
    db,
    `SELECT ${meterColumns} AS meter FROM meters m WHERE m.account_id IS NULL AND m.is_live ORDER BY m.id`,
  );
  return rows.map(({ meter }) => toMeterRef(meter));
}
