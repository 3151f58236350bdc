import type pg from 'pg';
import { errors } from '../../errors.ts';
import { tx } from '../../lib/sql.ts';
import { textOrNull } from '../me/user.ts';
import { createUser, type NewUser } from './create-user.ts';
import { hashPassword, passwordFits } from './passwords.ts';
import { findCredentials } from './queries.ts';
import type { Registration } from './schemas.ts';
import type { Client } from './session-queries.ts';
import { type Started, startSession } from './sessions.ts';
import { countSignUp, countTry, forgiveTry, throttleSubjects } from './throttle.ts';

/** Makes a user and signs them in, in one transaction. @throws email_taken, too_many_attempts. */
export async function register(
  db: pg.Pool,
  { email, password, name, phone }: Registration,
  {
    locale,
    demo,
    planId,
    signUpsPerAddress,
  }: Pick<NewUser, 'locale' | 'demo' | 'planId'> & {
    signUpsPerAddress: number;
  },
  client: Client,
): Promise<Started> {
  await countSignUp(db, client.address ?? '', signUpsPerAddress);
  const passwordHash = await hashPassword(password);
  return tx(db, async (connection) => {
    const userId = await createUser(connection, {
      email,
      passwordHash,
      name: textOrNull(name),
      phone: textOrNull(phone),
      role: 'user',
      locale,
      demo,
      planId,
    });
    return startSession(connection, userId, client);
  });
}

/**
 * Signs in with e-mail and password. Unknown e-mails, disabled users and wrong passwords get the same answer
 * after the same work. @throws invalid_credentials, too_many_attempts.
 */
export async function signIn(
  db: pg.Pool,
  { email, password }: { email: string; password: string },
  client: Client,
): Promise<Started> {
  const subjects = throttleSubjects(email, client.address ?? '');
  await countTry(db, subjects);
  const user = await findCredentials(db, email);
  const fits = await passwordFits(user?.password_hash ?? null, password);
  if (!user || !fits) throw errors.invalidCredentials();
  await forgiveTry(db, subjects);
  return tx(db, (connection) => startSession(connection, user.id, client));
}
