import { openMeter } from '../../lib/meters.ts';
import { type Db, query, queryOne } from '../../lib/sql.ts';

export type UserValues = {
  id: string;
  email: string;
  passwordHash: string | null;
  name: string | null;
  phone: string | null;
  role: string;
  locale: string;
};

export async function insertUser(db: Db, user: UserValues): Promise<void> {
  await query(
    db,
    `INSERT INTO users (id, email, password_hash, name, phone, role, locale)
     VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [user.id, user.email, user.passwordHash, user.name, user.phone, user.role, user.locale],
  );
}

export async function insertPersonalAccount(
  db: Db,
  account: { id: string; userId: string; name: string },
): Promise<void> {
  await query(db, `INSERT INTO accounts (id, kind, name, personal_of) VALUES ($1, 'personal', $2, $3)`, [
    account.id,
    account.name,
    account.userId,
  ]);
}

export async function insertOwner(db: Db, accountId: string, userId: string): Promise<void> {
  await query(db, `INSERT INTO account_members (account_id, user_id, role) VALUES ($1, $2, 'owner')`, [
    accountId,
    userId,
  ]);
}

export async function insertDefaultProject(db: Db, id: string, accountId: string): Promise<void> {
  await query(
    db,
    `INSERT INTO projects (id, account_id, name, is_default) VALUES ($1, $2, 'Default', true)`,
    [id, accountId],
  );
}

/** The account's balance: its limit is what was granted so far, which is nothing. */
export async function insertBalanceMeter(db: Db, accountId: string): Promise<void> {
  const id = await openMeter(db, { accountId, scope: 'account', scopeId: accountId });
  await query(db, 'UPDATE meters SET credits_limit = 0 WHERE id = $1', [id]);
}

/** Who signs in with an e-mail; disabled users do not. */
export function findCredentials(
  db: Db,
  email: string,
): Promise<{ id: string; password_hash: string | null } | undefined> {
  return queryOne(
    db,
    'SELECT id, password_hash FROM users WHERE lower(email) = lower($1) AND disabled_at IS NULL',
    [email],
  );
}

export function findPassword(
  db: Db,
  userId: string,
): Promise<{ email: string; password_hash: string | null } | undefined> {
  return queryOne(db, 'SELECT email, password_hash FROM users WHERE id = $1', [userId]);
}

export async function updatePassword(db: Db, userId: string, passwordHash: string): Promise<void> {
  await query(db, 'UPDATE users SET password_hash = $2 WHERE id = $1', [userId, passwordHash]);
}
