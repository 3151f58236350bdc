import type pg from 'pg';
import { errors } from '../../errors.ts';
import { type Act, recordAudit } from '../../lib/audit.ts';
import { tx } from '../../lib/sql.ts';
import { closeGrant, findGrant, type GrantRow, settleGrants } from './grant-queries.ts';

/**
 * Takes back what is left of a grant. What running calls hold of it is theirs to use; the rest of that goes when
 * they end. @throws not_found, grant_closed.
 */
export async function revokeGrant(
  db: pg.Pool,
  accountId: string,
  grantId: string,
  reason: string,
  act: Act,
): Promise<GrantRow> {
  return tx(db, async (client) => {
    await settleGrants(client, accountId);
    const before = await findGrant(client, accountId, grantId);
    if (!before) throw errors.notFound('The account has no such grant.');
    if (before.closing) throw errors.grantClosed();
    await closeGrant(client, grantId, reason.trim());
    await recordAudit(client, {
      ...act,
      action: 'credits.grant.revoke',
      targetType: 'grant',
      targetId: grantId,
      accountId,
      details: { reason: reason.trim() },
    });
    return (await findGrant(client, accountId, grantId)) as GrantRow;
  });
}
