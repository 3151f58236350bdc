import type { App } from '../../app.ts';
import { decodeNumberCursor, toPage } from '../../lib/pages.ts';
import { Page, replies } from '../../lib/schemas.ts';
import { queryTime } from '../../lib/query-times.ts';
import { type AuditRow, listAudit } from './queries.ts';
import { AuditEntry, AuditQuery } from './schemas.ts';

/** Who did what, for admins and auditors. */
export async function auditRoutes(app: App): Promise<void> {
  app.get(
    '/audit',
    {
      schema: {
        tags: ['Admin: operations'],
        security: [{ accessToken: [] }],
        summary: 'List the audit log',
        description:
          'Every act that changed something for somebody, the newest first. Entries are never changed or deleted, and hold no secrets.',
        querystring: AuditQuery,
        response: replies({ 200: Page(AuditEntry) }),
      },
    },
    async ({ query }) => {
      const filter = { ...query, from: queryTime('/from', query.from), to: queryTime('/to', query.to) };
      const found = await listAudit(app.db, filter, query.limit, decodeNumberCursor(query.cursor));
      const page = toPage(found, query.limit, (row) => [row.id.toString()]);
      return { data: page.rows.map(toAuditEntry), nextCursor: page.nextCursor };
    },
  );
}

function toAuditEntry(row: AuditRow): AuditEntry {
  return {
    id: row.id.toString(),
    at: row.at.toISOString(),
    actorUserId: row.actor_user_id,
    actorEmail: row.actor_email,
    action: row.action,
    targetType: row.target_type,
    targetId: row.target_id,
    targetName: row.target_name,
    accountId: row.account_id,
    requestId: row.request_id,
    details: row.details,
  };
}
