import { createHash, randomBytes } from 'node:crypto';
import type pg from 'pg';
import { newId } from '../../lib/ids.ts';
import { type Db, tx } from '../../lib/sql.ts';
import * as queries from './session-queries.ts';
import type { Client } from './session-queries.ts';

/** A sign-in that lives: what the access token names, and the secret of the refresh cookie. */
export type Started = { userId: string; sessionId: string; refreshToken: string };

/** Begins a session; call it in the transaction of the sign-in. */
export async function startSession(db: Db, userId: string, client: Client): Promise<Started> {
  const sessionId = newId('ses');
  await queries.insertSession(db, sessionId, userId, client);
  return { userId, sessionId, refreshToken: await addRefreshToken(db, sessionId) };
}

/**
 * Spends a refresh token for the next one. A token that was spent before is in two hands: its session ends,
 * and with it every token of the family. Undefined: there is no session (any more).
 */
export function rotateSession(
  db: pg.Pool,
  refreshToken: string,
  client: Client,
): Promise<Started | undefined> {
  const tokenHash = hashToken(refreshToken);
  return tx(db, async (connection) => {
    const spent = await queries.spendRefreshToken(connection, tokenHash);
    if (!spent) {
      await queries.revokeSessionOfToken(connection, tokenHash, 'reuse');
      return undefined;
    }
    const session = await queries.touchSession(connection, spent.session_id, client);
    if (!session) return undefined;
    const next = await addRefreshToken(connection, spent.session_id);
    return { userId: session.user_id, sessionId: spent.session_id, refreshToken: next };
  });
}

/** Ends the session of a refresh token; a token that belongs to none changes nothing. */
export async function endSession(db: Db, refreshToken: string): Promise<void> {
  await queries.revokeSessionOfToken(db, hashToken(refreshToken), 'logout');
}

async function addRefreshToken(db: Db, sessionId: string): Promise<string> {
  const refreshToken = randomBytes(32).toString('base64url');
  await queries.insertRefreshToken(db, hashToken(refreshToken), sessionId);
  return refreshToken;
}

function hashToken(refreshToken: string): Buffer {
  return createHash('sha256').update(refreshToken).digest();
}
