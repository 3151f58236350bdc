import type { AuditAction } from './audit-actions.ts';
import { type Db, query } from './sql.ts';

/** One act worth remembering: who did what to which thing. `details` must never hold a secret. */
export type AuditEntry = {
  actorUserId: string | null;
  action: AuditAction;
  targetType: string;
  targetId: string;
  accountId?: string | null;
  requestId?: string | null;
  details?: Record<string, unknown>;
};

/** Who acts, in which request. */
export type Act = { actorUserId: string; requestId: string };

/** What nobody asked for: a job does it. */
export const byItself = { actorUserId: null, requestId: null };
export type AnyAct = Act | typeof byItself;

/** The act of a signed-in caller. */
export function actOf(request: { id: string; caller: { userId: string } }): Act {
  return { actorUserId: request.caller.userId, requestId: request.id };
}

/** Writes an act to the audit log; call it in the transaction of the act itself. */
export async function recordAudit(db: Db, entry: AuditEntry): Promise<void> {
  await query(
    db,
    `INSERT INTO audit_log (actor_user_id, action, target_type, target_id, account_id, request_id, details)
     VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [
      entry.actorUserId,
      entry.action,
      entry.targetType,
      entry.targetId,
      entry.accountId ?? null,
      entry.requestId ?? null,
      JSON.stringify(entry.details ?? {}),
    ],
  );
}
