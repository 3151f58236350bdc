import { randomBytes } from 'node:crypto';
import type pg from 'pg';
import { errors } from '../../errors.ts';
import { type Act, recordAudit } from '../../lib/audit.ts';
import { tx } from '../../lib/sql.ts';
import { hashPassword, passwordFits } from './passwords.ts';
import { findPassword, updatePassword } from './queries.ts';
import type { PasswordChange } from './schemas.ts';
import { revokeSessionsOf } from './session-queries.ts';
import { countTry, forgiveEmail, forgiveTry, throttleSubjects } from './throttle.ts';

/**
 * Changes the caller's own password and ends their other sessions. Tries count like those to sign in.
 * @throws wrong_password, too_many_attempts.
 */
export async function changePassword(
  db: pg.Pool,
  { currentPassword, newPassword }: PasswordChange,
  { sessionId, address }: { sessionId: string; address: string },
  act: Act,
): Promise<void> {
  const user = await findPassword(db, act.actorUserId);
  if (!user) throw errors.notSignedIn();
  const subjects = throttleSubjects(user.email, address);
  await countTry(db, subjects);
  if (!(await passwordFits(user.password_hash, currentPassword)))
    throw errors.wrongPassword(undefined, { fields: [{ path: '/currentPassword', message: 'is wrong' }] });
  await forgiveTry(db, subjects);
  await setPassword(db, act.actorUserId, newPassword, 'user.password', act, sessionId);
}

/** Gives a user a new, random password, which nobody can see again, and ends their sessions. @throws not_found. */
export async function resetPassword(db: pg.Pool, userId: string, act: Act): Promise<string> {
  const user = await findPassword(db, userId);
  if (!user) throw errors.notFound('There is no such user.');
  const password = randomBytes(12).toString('base64url');
  await setPassword(db, userId, password, 'user.password_reset', act);
  await forgiveEmail(db, user.email);
  return password;
}

async function setPassword(
  db: pg.Pool,
  userId: string,
  password: string,
  action: 'user.password' | 'user.password_reset',
  act: Act,
  keptSessionId?: string,
): Promise<void> {
  const passwordHash = await hashPassword(password);
  await tx(db, async (client) => {
    await updatePassword(client, userId, passwordHash);
    await revokeSessionsOf(client, userId, 'password', keptSessionId);
    await recordAudit(client, { ...act, action, targetType: 'user', targetId: userId });
  });
}
