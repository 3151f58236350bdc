import { randomBytes } from 'node:crypto';
import type { App } from '../app.ts';
import { hashPassword } from '../features/auth/passwords.ts';
import { updatePassword } from '../features/auth/queries.ts';
import { type Db, queryOne, tx } from '../lib/sql.ts';
import { demoFile, readJson, writeJson } from './data-folder.ts';
import { findAdmin } from './first-start.ts';

/**
 * Prints, with a generated password where the first admin has none yet. It holds once it has been printed: a start
 * that is interrupted before, or prints nothing, leaves it to the next one. Instances that start together take turns.
 */
export async function printWithPassword(app: App, print: (password?: string) => void): Promise<void> {
  const { demo, dataDir, logLevel } = app.config;
  const canBeRead = demo || logLevel !== 'silent';
  await tx(app.db, async (client) => {
    const adminId = canBeRead ? await lockAdminWithoutPassword(client) : undefined;
    if (!adminId) return print();
    const password = randomBytes(12).toString('base64url');
    const passwordHash = await hashPassword(password);
    if (demo) {
      const kept = await readJson(dataDir, demoFile);
      await writeJson(dataDir, demoFile, { ...kept, adminPassword: password });
    }
    print(password);
    await updatePassword(client, adminId, passwordHash);
  });
}

/** The first admin, if they have no password: the lock is the right to give them one. */
async function lockAdminWithoutPassword(client: Db): Promise<string | undefined> {
  const admin = await findAdmin(client);
  const locked = await queryOne<{ id: string }>(
    client,
    'SELECT id FROM users WHERE id = $1 AND password_hash IS NULL FOR UPDATE',
    [admin?.id],
  );
  return locked?.id;
}
