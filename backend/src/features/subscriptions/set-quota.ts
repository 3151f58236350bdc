import type pg from 'pg';
import { errors } from '../../errors.ts';
import { type Act, recordAudit } from '../../lib/audit.ts';
import { tx } from '../../lib/sql.ts';
import { findAnySubscription } from './admin-queries.ts';
import { lockQuota, updateQuota } from './queries.ts';
import type { QuotaChange } from './schemas.ts';

/** Changes what a subscription's calls may come to in a month; the next call feels it. @throws not_found. */
export async function setQuota(db: pg.Pool, id: string, change: QuotaChange, act: Act): Promise<void> {
  await tx(db, async (client) => {
    const subscription = await findAnySubscription(client, id);
    const quota = subscription && (await lockQuota(client, id));
    if (!quota) throw errors.notFound('There is no such subscription.');
    await updateQuota(client, id, {
      requests_limit: changed(change.requestsPerMonth, quota.requests_limit),
      tokens_limit: changed(change.tokensPerMonth, quota.tokens_limit),
    });
    await recordAudit(client, {
      ...act,
      action: 'subscription.quota',
      targetType: 'subscription',
      targetId: id,
      accountId: subscription.account_id,
      details: {
        ...change,
        before: {
          requestsPerMonth: quota.requests_limit?.toString() ?? null,
          tokensPerMonth: quota.tokens_limit?.toString() ?? null,
        },
      },
    });
  });
}

function changed(value: number | null | undefined, before: bigint | null): bigint | null {
  if (value === undefined) return before;
  return value === null ? null : BigInt(value);
}
