import { createHash, randomBytes } from 'node:crypto';
import type pg from 'pg';
import { errors } from '../../errors.ts';
import { newId } from '../../lib/ids.ts';
import { type Db, query, queryOne, tx } from '../../lib/sql.ts';

export const sessionDays = 30;

/** Where a sign-in came from, for the list of sessions. */
export type Origin = { userAgent: string | null; address: string };
/** A session and the refresh token that is good for it once. */
export type Issued = { userId: string; sessionId: string; refreshToken: string };

const hashOf = (token: string) => createHash('sha256').update(token).digest();

/** Begins a session. */
export async function beginSession(
  client: pg.PoolClient,
  userId: string,
  { userAgent, address }: Origin,
): Promise<Issued> {
  const sessionId = newId('ses');
  await query(
    client,
    'INSERT INTO sessions (id, user_id, user_agent, address, expires_at) VALUES ($1, $2, $3, $4, now() + make_interval(days => $5))',
    [sessionId, userId, userAgent?.slice(0, 300) ?? null, address, sessionDays],
  );
  return { userId, sessionId, refreshToken: await issueToken(client, sessionId) };
}

/**
 * Trades a refresh token for the next one. A token that was traded before is in somebody else's hands by
 * now: its whole session ends, whoever holds the newer one.
 * @throws invalid_refresh_token
 */
export async function rotateToken(pool: pg.Pool, refreshToken: string): Promise<Issued> {
  const issued = await tx(pool, async (client) => {
    const session = await queryOne<{ id: string; user_id: string; spent: boolean }>(
      client,
      `SELECT s.id, s.user_id, t.used_at IS NOT NULL AS spent
       FROM refresh_tokens t JOIN sessions s ON s.id = t.session_id JOIN users u ON u.id = s.user_id
       WHERE t.token_hash = $1 AND s.revoked_at IS NULL AND s.expires_at > now() AND u.disabled_at IS NULL
       FOR UPDATE OF t, s`,
      [hashOf(refreshToken)],
    );
    if (!session) return undefined;
    if (session.spent) {
      await endSession(client, session.user_id, session.id, 'refresh token reused');
      return undefined;
    }
    await query(client, 'UPDATE refresh_tokens SET used_at = now() WHERE token_hash = $1', [
      hashOf(refreshToken),
    ]);
    await query(
      client,
      'UPDATE sessions SET last_used_at = now(), expires_at = now() + make_interval(days => $2) WHERE id = $1',
      [session.id, sessionDays],
    );
    return {
      userId: session.user_id,
      sessionId: session.id,
      refreshToken: await issueToken(client, session.id),
    };
  });
  if (!issued) throw errors.invalidRefreshToken();
  return issued;
}

/** Ends the session of a refresh token, whatever state it is in. */
export async function endSessionOfToken(db: Db, refreshToken: string): Promise<void> {
  await query(
    db,
    `UPDATE sessions SET revoked_at = now(), revoked_reason = 'signed out'
     WHERE revoked_at IS NULL AND id = (SELECT session_id FROM refresh_tokens WHERE token_hash = $1)`,
    [hashOf(refreshToken)],
  );
}

/** Ends a session of a user; false when there is none that lives. */
export async function endSession(
  db: Db,
  userId: string,
  sessionId: string,
  reason: string,
): Promise<boolean> {
  const ended = await query(
    db,
    'UPDATE sessions SET revoked_at = now(), revoked_reason = $3 WHERE id = $2 AND user_id = $1 AND revoked_at IS NULL RETURNING id',
    [userId, sessionId, reason],
  );
  return ended.length > 0;
}

export type SessionRow = {
  id: string;
  user_agent: string | null;
  address: string | null;
  created_at: Date;
  last_used_at: Date;
  expires_at: Date;
};

/** The living sessions of a user, the last used first. */
export function listSessions(db: Db, userId: string): Promise<SessionRow[]> {
  return query(
    db,
    `SELECT id, user_agent, address, created_at, last_used_at, expires_at FROM sessions
     WHERE user_id = $1 AND revoked_at IS NULL AND expires_at > now() ORDER BY last_used_at DESC, id`,
    [userId],
  );
}

async function issueToken(client: pg.PoolClient, sessionId: string): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  await query(client, 'INSERT INTO refresh_tokens (token_hash, session_id) VALUES ($1, $2)', [
    hashOf(token),
    sessionId,
  ]);
  return token;
}
