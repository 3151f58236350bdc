import fp from 'fastify-plugin';
import { sessionDays } from '../features/auth/session-queries.ts';
import { query } from '../lib/sql.ts';
import { every } from './every.ts';

const everyMs = 60 * 60 * 1_000;

/** What nobody can need any more, by name of the table. */
const leftovers = {
  idempotency_keys: "created_at < now() - interval '24 hours'",
  idempotent_calls: "created_at < now() - interval '24 hours'",
  kept_texts: 'expires_at < now()',
  // Those of a session go with it. Of one that lives on, a spent one is known for as long as its cookie could come back.
  refresh_tokens: `used_at < now() - interval '${sessionDays} days'`,
  login_throttles: 'window_ends_at < now()',
  sessions: "expires_at < now() OR revoked_at < now() - interval '30 days'",
  instances:
    "swept_at < now() - interval '1 day' AND NOT EXISTS (SELECT FROM holds h WHERE h.instance_id = instances.id)",
};

/** Deletes leftovers every hour. Several instances may do so at once: deleting twice is deleting. */
export const housekeepingPlugin = fp(async (app) => {
  const tidy = async () => {
    for (const [table, condition] of Object.entries(leftovers))
      await query(app.db, `DELETE FROM ${table} WHERE ${condition}`);
  };
  every(app, 'housekeeping', everyMs, tidy);
  app.decorate('tidy', tidy);
});

declare module 'fastify' {
  interface FastifyInstance {
    /** Deletes what nobody can need any more. */
    tidy: () => Promise<void>;
  }
}
