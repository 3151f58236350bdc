import type { AuditAction } from '../../lib/audit-actions.ts';
import { type Db, query } from '../../lib/sql.ts';
import { ownerName } from '../budgets/owner-name.ts';

export type AuditRow = {
  id: bigint;
  at: Date;
  actor_user_id: string | null;
  actor_email: string | null;
  action: AuditAction;
  target_type: string;
  target_id: string;
  target_name: string | null;
  account_id: string | null;
  request_id: string | null;
  details: Record<string, unknown>;
};

export type AuditFilter = {
  actor?: string | undefined;
  action?: string | undefined;
  target?: string | undefined;
  from: Date | null;
  to: Date | null;
};

/** SQL: what it was done to, as it is called now. */
const targetName = `CASE a.target_type
    WHEN 'user' THEN (SELECT email FROM users WHERE id = a.target_id)
    WHEN 'account' THEN (SELECT name FROM accounts WHERE id = a.target_id)
    WHEN 'key' THEN (SELECT name FROM api_keys WHERE id = a.target_id)
    WHEN 'model' THEN (SELECT name FROM models WHERE id = a.target_id)
    WHEN 'provider' THEN (SELECT name FROM providers WHERE id = a.target_id)
    WHEN 'subscription' THEN (
      SELECT m.name FROM subscriptions s JOIN models m ON m.id = s.model_id WHERE s.id = a.target_id)
    WHEN 'budget' THEN (
      SELECT coalesce(b.name, ${ownerName('b.scope', 'b.scope_id')}) FROM budgets b
      WHERE b.id = a.target_id AND b.deleted_at IS NULL)
    WHEN 'grant' THEN (SELECT description FROM grants WHERE id = a.target_id)
    WHEN 'kill_switch' THEN (
      SELECT ${ownerName('k.scope', 'k.scope_id')} FROM kill_switches k WHERE k.id = a.target_id)
    WHEN 're_rating' THEN (
      SELECT m.name FROM re_ratings r JOIN models m ON m.id = r.model_id WHERE r.id = a.target_id)
  END`;

/** Newest first, one row more than `limit`; `after` is the id of the last one shown. */
export function listAudit(
  db: Db,
  filter: AuditFilter,
  limit: number,
  after: string | undefined,
): Promise<AuditRow[]> {
  return query(
    db,
    `SELECT a.id, a.at, a.actor_user_id, u.email AS actor_email, a.action, a.target_type, a.target_id,
       ${targetName} AS target_name, a.account_id, a.request_id, a.details
     FROM audit_log a LEFT JOIN users u ON u.id = a.actor_user_id
     WHERE ($1::text IS NULL OR a.actor_user_id = $1 OR u.email ILIKE $2)
       AND ($3::text IS NULL OR a.action = $3 OR (right($3, 1) = '.' AND starts_with(a.action, $3)))
       AND ($4::text IS NULL OR a.target_id = $4 OR a.account_id = $4)
       AND ($5::timestamptz IS NULL OR a.at >= $5) AND ($6::timestamptz IS NULL OR a.at < $6)
       AND ($7::bigint IS NULL OR a.id < $7)
     ORDER BY a.id DESC LIMIT $8`,
    [
      filter.actor ?? null,
      filter.actor === undefined ? null : `%${filter.actor.replace(/[\\%_]/g, '\\$&')}%`,
      filter.action ?? null,
      filter.target ?? null,
      filter.from,
      filter.to,
      after ?? null,
      limit + 1,
    ],
  );
}
