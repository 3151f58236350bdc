import { type Db, query, queryOne } from '../../lib/sql.ts';
import type { Account } from './schemas.ts';

export type AdminAccountRow = {
  id: string;
  kind: Account['kind'];
  name: string;
  plan_id: string | null;
  created_at: Date;
};
export type AccountRow = AdminAccountRow & { role: Account['role'] };

const selectAccounts = `
  SELECT a.id, a.kind, a.name, a.plan_id, a.created_at, m.role
  FROM accounts a JOIN account_members m ON m.account_id = a.id AND m.user_id = $1`;

/** The accounts a user belongs to, the personal one first. */
export function listAccounts(db: Db, userId: string): Promise<AccountRow[]> {
  return query(db, `${selectAccounts} ORDER BY a.kind = 'personal' DESC, a.name, a.id`, [userId]);
}

export function findAccount(db: Db, userId: string, id: string): Promise<AccountRow | undefined> {
  return queryOne(db, `${selectAccounts} WHERE a.id = $2`, [userId, id]);
}
