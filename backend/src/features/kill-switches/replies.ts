import type { KillSwitchRow } from './queries.ts';

/** What everybody sees of a switch. */
export function toCommon(row: KillSwitchRow) {
  return {
    id: row.id,
    scope: row.scope,
    scopeId: row.scope_id,
    scopeName: row.scope_name,
    reason: row.reason,
    thrownBy: row.thrown_by,
    budgetId: row.budget_id,
    createdAt: row.created_at.toISOString(),
    liftedAt: row.lifted_at?.toISOString() ?? null,
  };
}

/** The sort key of a switch: [lifted, id]. */
export const cursorOf = (row: KillSwitchRow) => [String(row.lifted), row.id];
