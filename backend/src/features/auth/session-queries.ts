import { type Db, query, queryOne } from '../../lib/sql.ts';

/** How long a session lives after it was used last. The refresh cookie lives as long. */
export const sessionDays = 30;

/** Where a sign-in comes from. */
export type Client = { userAgent: string | null; address: string | null };

export async function insertSession(db: Db, id: string, userId: string, client: Client): Promise<void> {
  await query(
    db,
    `INSERT INTO sessions (id, user_id, user_agent, address, expires_at)
     VALUES ($1, $2, $3, $4, now() + make_interval(days => $5))`,
    [id, userId, client.userAgent, client.address, sessionDays],
  );
}

export async function insertRefreshToken(db: Db, tokenHash: Buffer, sessionId: string): Promise<void> {
  await query(db, 'INSERT INTO refresh_tokens (token_hash, session_id) VALUES ($1, $2)', [
    tokenHash,
    sessionId,
  ]);
}

/** Spends a token: of parallel tries one gets its session, the others get undefined. */
export function spendRefreshToken(db: Db, tokenHash: Buffer): Promise<{ session_id: string } | undefined> {
  return queryOne(
    db,
    'UPDATE refresh_tokens SET used_at = now() WHERE token_hash = $1 AND used_at IS NULL RETURNING session_id',
    [tokenHash],
  );
}

/** Prolongs a living session of a user who may sign in, and gives the user. */
export function touchSession(db: Db, id: string, client: Client): Promise<{ user_id: string } | undefined> {
  return queryOne(
    db,
    `UPDATE sessions s SET last_used_at = now(), expires_at = now() + make_interval(days => $4),
       user_agent = $2, address = $3
     FROM users u
     WHERE s.id = $1 AND s.revoked_at IS NULL AND s.expires_at > now()
       AND u.id = s.user_id AND u.disabled_at IS NULL
     RETURNING s.user_id`,
    [id, client.userAgent, client.address, sessionDays],
  );
}

export type RevokedReason = 'logout' | 'reuse' | 'revoked' | 'disabled' | 'password';

/** Ends the session that a token belongs to, live or spent. Gives its id when it was living until now. */
export function revokeSessionOfToken(
  db: Db,
  tokenHash: Buffer,
  reason: RevokedReason,
): Promise<{ id: string; user_id: string } | undefined> {
  return queryOne(
    db,
    `UPDATE sessions s SET revoked_at = now(), revoked_reason = $2
     FROM refresh_tokens t
     WHERE t.token_hash = $1 AND s.id = t.session_id AND s.revoked_at IS NULL
     RETURNING s.id, s.user_id`,
    [tokenHash, reason],
  );
}

/** Ends a living session of the user; gives whether there was one. */
export async function revokeSession(db: Db, userId: string, id: string): Promise<boolean> {
  const rows = await query(
    db,
    `UPDATE sessions SET revoked_at = now(), revoked_reason = 'revoked'
     WHERE user_id = $1 AND id = $2 AND revoked_at IS NULL AND expires_at > now() RETURNING id`,
    [userId, id],
  );
  return rows.length === 1;
}

/** Ends the sessions of a user, but for `keptId`. */
export async function revokeSessionsOf(
  db: Db,
  userId: string,
  reason: RevokedReason,
  keptId?: string,
): Promise<void> {
  await query(
    db,
    `UPDATE sessions SET revoked_at = now(), revoked_reason = $2
     WHERE user_id = $1 AND revoked_at IS NULL AND id IS DISTINCT FROM $3`,
    [userId, reason, keptId ?? null],
  );
}

export type SessionRow = {
  id: string;
  user_agent: string | null;
  address: string | null;
  created_at: Date;
  last_used_at: Date;
  expires_at: Date;
};

/** Living sessions, the one used last first. */
export function listSessions(db: Db, userId: string): Promise<SessionRow[]> {
  return query(
    db,
    `SELECT id, user_agent, address, created_at, last_used_at, expires_at FROM sessions
     WHERE user_id = $1 AND revoked_at IS NULL AND expires_at > now() ORDER BY last_used_at DESC, id DESC`,
    [userId],
  );
}
