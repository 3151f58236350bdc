import type pg from 'pg';
import { errors } from '../../errors.ts';
import { type Act, recordAudit } from '../../lib/audit.ts';
import { tx } from '../../lib/sql.ts';
import { revokeSessionsOf } from '../auth/session-queries.ts';
import * as queries from './queries.ts';
import type { UserChange } from './schemas.ts';

/**
 * Changes the role of a user, or whether they may sign in; what stays the same is not written. Disabling ends
 * their sessions. @throws not_found, last_admin when no active admin would be left.
 */
export async function changeUser(db: pg.Pool, id: string, change: UserChange, act: Act): Promise<void> {
  await tx(db, async (client) => {
    const locked = await queries.lockUserAndAdmins(client, id);
    const user = locked.find((row) => row.id === id);
    if (!user) throw errors.notFound('There is no such user.');
    const { role = user.role, disabled = user.disabled } = change;
    const wasAdmin = user.role === 'admin' && !user.disabled;
    const staysAdmin = role === 'admin' && !disabled;
    if (wasAdmin && !staysAdmin && locked.length === 1) throw errors.lastAdmin();

    const audit = { ...act, targetType: 'user', targetId: id };
    if (role !== user.role) {
      await queries.updateRole(client, id, role);
      await recordAudit(client, { ...audit, action: 'user.role', details: { from: user.role, to: role } });
    }
    if (disabled !== user.disabled) {
      await queries.updateDisabled(client, id, disabled);
      if (disabled) await revokeSessionsOf(client, id, 'disabled');
      await recordAudit(client, { ...audit, action: disabled ? 'user.disable' : 'user.enable' });
    }
  });
}
