import { cursorTime } from '../../lib/pages.ts';
import { containing, type Db, query, queryOne } from '../../lib/sql.ts';
import type { UserRow } from '../me/queries.ts';

export type AdminUserRow = UserRow & {
  cursor_at: string;
  disabled_at: Date | null;
  plan_id: string | null;
  balance_micro_credits: bigint;
  held_micro_credits: bigint;
  used_micro_credits: bigint;
};

const selectUsers = `
  SELECT u.id, u.email, u.name, u.phone, u.role, u.locale, u.theme, u.time_zone, u.created_at,
    ${cursorTime('u.created_at')} AS cursor_at, u.disabled_at, a.id AS personal_account_id, a.plan_id,
    c.balance_micro_credits, c.held_micro_credits, m.credits_used + COALESCE((SELECT sum(g.credits_used) FROM meters g
      WHERE g.account_id = a.id AND g.scope = 'grant'), 0)::bigint AS used_micro_credits
  FROM users u
  JOIN accounts a ON a.personal_of = u.id
  JOIN meters m ON m.scope = 'account' AND m.scope_id = a.id AND m.period = 'total'
  JOIN account_credits c ON c.account_id = a.id`;

/** Newest first, one row more than `limit`; `after` is [cursor_at, id] of the last one shown. */
export function listUsers(
  db: Db,
  search: string | undefined,
  limit: number,
  after: string[] | undefined,
): Promise<AdminUserRow[]> {
  return query(
    db,
    `${selectUsers}
     WHERE ($1::text IS NULL OR u.email ILIKE $2 OR u.name ILIKE $2 OR u.phone ILIKE $2 OR u.id = $1 OR a.id = $1)
       AND ($3::timestamptz IS NULL OR (u.created_at, u.id) < ($3::timestamptz, $4::text))
     ORDER BY u.created_at DESC, u.id DESC LIMIT $5`,
    [
      search ?? null,
      search === undefined ? null : containing(search),
      after?.[0] ?? null,
      after?.[1] ?? null,
      limit + 1,
    ],
  );
}

export function findAnyUser(db: Db, id: string): Promise<AdminUserRow | undefined> {
  return queryOne(db, `${selectUsers} WHERE u.id = $1`, [id]);
}

export type LockedUserRow = { id: string; role: UserRow['role']; disabled: boolean };

/** The user and every active admin; none of them changes role or status until the transaction ends. */
export function lockUserAndAdmins(db: Db, id: string): Promise<LockedUserRow[]> {
  return query(
    db,
    `SELECT id, role, disabled_at IS NOT NULL AS disabled FROM users
     WHERE id = $1 OR (role = 'admin' AND disabled_at IS NULL) ORDER BY id FOR NO KEY UPDATE`,
    [id],
  );
}

export async function updateRole(db: Db, id: string, role: UserRow['role']): Promise<void> {
  await query(db, 'UPDATE users SET role = $2 WHERE id = $1', [id, role]);
}

export async function updateDisabled(db: Db, id: string, disabled: boolean): Promise<void> {
  await query(db, 'UPDATE users SET disabled_at = CASE WHEN $2 THEN now() END WHERE id = $1', [id, disabled]);
}
