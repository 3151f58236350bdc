import path from 'node:path';
import type { App } from '../app.ts';
import { createKey } from '../features/api-keys/create-key.ts';
import { createUser } from '../features/auth/create-user.ts';
import { hashPassword } from '../features/auth/passwords.ts';
import { requireDefaultPlan } from '../features/plans/default-plan.ts';
import { advisoryLocks } from '../lib/advisory-locks.ts';
import { createClient, type Db, queryOne, tx } from '../lib/sql.ts';
import { demoFile, readJson, writeJson } from './data-folder.ts';
import { seedProviders } from './seed-providers.ts';

const demoKeyName = 'Demo key';

/** What the first start made, as far as it is worth printing. */
export type FirstStart = {
  adminIsNew: boolean;
  /** Where a generated password can be read; demo only. */
  passwordFile: string | undefined;
  demoKey: string | undefined;
};

type Admin = { id: string; account_id: string };

/**
 * Makes what an empty installation needs: the first admin, the providers that are at hand and, for the demo,
 * a key. Does nothing that is there already, so a start that was interrupted is completed by the next.
 */
export async function completeFirstStart(app: App): Promise<FirstStart> {
  const turn = createClient(app.config.databaseUrl, 'litemaas first start');
  try {
    await turn.connect();
    await turn.query('SELECT pg_advisory_lock($1)', [advisoryLocks.firstStart]);
    return await complete(app);
  } finally {
    await turn.end();
  }
}

async function complete(app: App): Promise<FirstStart> {
  await requireDefaultPlan(app);
  const { demo, dataDir } = app.config;
  const { admin, isNew } = await ensureAdmin(app);
  await seedProviders(app, admin.id).catch((error: unknown) =>
    // There is an admin who can see to it.
    app.log.error({ err: error }, 'not all providers could be set up; the next start goes on with it'),
  );
  const demoKey = demo ? await ensureDemoKey(app, admin) : undefined;
  const kept = demo ? await readJson(dataDir, demoFile) : undefined;
  return {
    adminIsNew: isNew,
    passwordFile: kept?.adminPassword ? path.join(dataDir, demoFile) : undefined,
    demoKey,
  };
}

/** The first admin. Without LITEMAAS_ADMIN_PASSWORD they get a password when it is printed (first-password.ts). */
async function ensureAdmin(app: App): Promise<{ admin: Admin; isNew: boolean }> {
  const { adminEmail, adminPassword, demo } = app.config;
  const known = await findAdmin(app.db);
  if (known) return { admin: known, isNew: false };
  const passwordHash = adminPassword === undefined ? null : await hashPassword(adminPassword);
  await tx(app.db, (client) =>
    createUser(client, {
      email: adminEmail,
      passwordHash,
      name: 'Admin',
      phone: null,
      locale: 'en',
      role: 'admin',
      demo,
      planId: null,
    }),
  );
  return { admin: (await findAdmin(app.db)) as Admin, isNew: true };
}

/** The first admin. */
export function findAdmin(db: Db): Promise<Admin | undefined> {
  return queryOne<Admin>(
    db,
    `SELECT u.id, a.id AS account_id FROM users u JOIN accounts a ON a.personal_of = u.id
     WHERE u.role = 'admin' AND u.disabled_at IS NULL ORDER BY u.created_at LIMIT 1`,
  );
}

/** The key of the printed call. Its secret is kept in the data folder; without it, a new key is made. */
async function ensureDemoKey(app: App, admin: Admin): Promise<string> {
  const kept = await readJson(app.config.dataDir, demoFile);
  const isLive =
    kept?.apiKeyId &&
    (await queryOne(app.db, 'SELECT 1 FROM api_keys WHERE id = $1 AND revoked_at IS NULL', [kept.apiKeyId]));
  if (kept?.apiKey && isLive) return kept.apiKey;
  const { id, secret } = await createKey(
    app.db,
    admin.account_id,
    { name: demoKeyName },
    { actorUserId: admin.id, requestId: 'start' },
  );
  await writeJson(app.config.dataDir, demoFile, { ...kept, apiKeyId: id, apiKey: secret });
  return secret;
}
