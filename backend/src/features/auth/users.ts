import { type Db, queryOne } from '../../lib/sql.ts';

/** Who may sign in with this e-mail; e-mails are compared without case. */
export function findSignIn(
  db: Db,
  email: string,
): Promise<{ id: string; password_hash: string | null } | undefined> {
  return queryOne(
    db,
    'SELECT id, password_hash FROM users WHERE lower(email) = lower($1) AND disabled_at IS NULL',
    [email],
  );
}
