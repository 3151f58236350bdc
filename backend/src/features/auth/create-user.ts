import type pg from 'pg';
import { recordAudit } from '../../lib/audit.ts';
import { parseCredits } from '../../lib/credits.ts';
import { newId } from '../../lib/ids.ts';
import { query } from '../../lib/sql.ts';
import { postGrant } from '../credits/ledger.ts';
import { hashPassword } from './passwords.ts';

/** What a new personal account starts with in a demo. */
const demoCredits = '1000';

export type NewUser = {
  email: string;
  password: string;
  name: string | null;
  phone: string | null;
  locale: string;
  role: 'admin' | 'user';
  demo: boolean;
};

/**
 * Makes a user with all that belongs to one, in the caller's transaction: personal account, membership,
 * default project, balance meter and, in a demo, promotional credits. Gives the user's id.
 * @throws email_taken
 */
export async function createUser(client: pg.PoolClient, user: NewUser): Promise<string> {
  const userId = newId('usr');
  const accountId = newId('acc');
  await query(
    client,
    'INSERT INTO users (id, email, name, phone, password_hash, role, locale) VALUES ($1, $2, $3, $4, $5, $6, $7)',
    [
      userId,
      user.email.toLowerCase(),
      user.name,
      user.phone,
      await hashPassword(user.password),
      user.role,
      user.locale,
    ],
  );
  await query(client, "INSERT INTO accounts (id, kind, name, personal_of) VALUES ($1, 'personal', $2, $3)", [
    accountId,
    user.name ?? user.email,
    userId,
  ]);
  await query(client, "INSERT INTO account_members (account_id, user_id, role) VALUES ($1, $2, 'owner')", [
    accountId,
    userId,
  ]);
  await query(
    client,
    "INSERT INTO projects (id, account_id, name, is_default) VALUES ($1, $2, 'Default', true)",
    [newId('prj'), accountId],
  );
  await query(
    client,
    "INSERT INTO meters (scope, scope_id, period, credits_limit) VALUES ('account', $1, 'total', 0)",
    [accountId],
  );
  if (user.demo) {
    await postGrant(client, {
      accountId,
      kind: 'promotional',
      amountMicroCredits: parseCredits(demoCredits),
      description: 'Welcome credits',
      sourceId: `welcome:${accountId}`,
    });
  }
  await recordAudit(client, {
    actorUserId: userId,
    action: 'user.create',
    targetType: 'user',
    targetId: userId,
    accountId,
    details: { role: user.role },
  });
  return userId;
}
