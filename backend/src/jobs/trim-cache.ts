import fp from 'fastify-plugin';
import { advisoryLocks } from '../lib/advisory-locks.ts';
import { exclusively } from '../lib/exclusively.ts';
import { query } from '../lib/sql.ts';
import { every } from './every.ts';

const everyMs = 60_000;
const megabyte = 1024 * 1024;
/** No account keeps others from their share: it has this part of all room at the most. */
const partOfAccount = 4;

/** Keeps the answers that may be given again within their time, and within the room there is for them. */
export const trimCachePlugin = fp(async (app) => {
  const bytesMost = app.config.cacheMegabytes * megabyte;
  const trim = () =>
    exclusively(app.db, advisoryLocks.trimCache, async (client) => {
      await query(
        client,
        `WITH newer AS (
           SELECT account_id, request_hash, expires_at,
             sum(octet_length(answer)) OVER (ORDER BY created_at DESC, request_hash) AS of_all,
             sum(octet_length(answer)) OVER (PARTITION BY account_id ORDER BY created_at DESC, request_hash) AS of_account
           FROM cached_answers)
         DELETE FROM cached_answers c USING newer n
         WHERE c.account_id = n.account_id AND c.request_hash = n.request_hash
           AND (n.expires_at < now() OR n.of_all > $1 OR n.of_account > $2)`,
        [bytesMost, bytesMost / partOfAccount],
      );
    });
  every(app, 'trimming the cache', everyMs, trim);
  app.decorate('trimCache', async () => void (await trim()));
});

declare module 'fastify' {
  interface FastifyInstance {
    /** Does at once what the clock does: deletes answers that have expired, or have no room. */
    trimCache: () => Promise<void>;
  }
}
