import type pg from 'pg';
import { errors } from '../../errors.ts';
import { type Act, recordAudit } from '../../lib/audit.ts';
import { parseCredits } from '../../lib/credits.ts';
import { tx } from '../../lib/sql.ts';
import { postAdjustment } from './ledger.ts';
import { findCredits } from './queries.ts';
import type { NewAdjustment } from './schemas.ts';

/**
 * Gives an account credits, or takes some that it has available; the same key does it once. Gives the ledger
 * transaction and the balance after it, in micro-credits.
 * @throws invalid_request on zero, not_found, insufficient_balance, idempotency_key_reused.
 */
export async function adjustCredits(
  db: pg.Pool,
  accountId: string,
  { amountCredits, reason }: NewAdjustment,
  key: string,
  act: Act,
): Promise<{ ledgerTransactionId: string; balanceMicroCredits: bigint }> {
  const amountMicroCredits = parseCredits(amountCredits);
  if (amountMicroCredits === 0n)
    throw errors.invalidFields('body', [{ path: '/amountCredits', message: 'must not be zero' }]);
  const description = reason.trim();
  const sourceId = `${accountId} ${key}`;
  return tx(db, async (client) => {
    const entry = { accountId, amountMicroCredits, description, sourceId };
    const { ledgerTransactionId, isNew } = await postAdjustment(client, entry);
    if (isNew) {
      await recordAudit(client, {
        ...act,
        action: 'credits.adjust',
        targetType: 'account',
        targetId: accountId,
        accountId,
        details: { amountCredits, reason: description, ledgerTransactionId },
      });
    }
    const credits = await findCredits(client, accountId);
    return { ledgerTransactionId, balanceMicroCredits: credits?.balance_micro_credits ?? 0n };
  });
}
