import type pg from 'pg';
import { errors, type FieldError } from '../../errors.ts';
import { type Act, recordAudit } from '../../lib/audit.ts';
import { parseCredits } from '../../lib/credits.ts';
import { type Db, tx } from '../../lib/sql.ts';
import { findGrantOf, findModelIds, type GrantRow } from './grant-queries.ts';
import { giveGrant } from './ledger.ts';
import type { NewGrant } from './schemas.ts';

/**
 * Gives an account a grant; the same key does it once.
 * @throws invalid_request, not_found, conflict, idempotency_key_reused.
 */
export async function giveNewGrant(
  db: pg.Pool,
  accountId: string,
  body: NewGrant,
  key: string,
  act: Act,
): Promise<GrantRow> {
  const amountMicroCredits = parseCredits(body.amountCredits);
  const expiresAt = body.expiresAt ? new Date(body.expiresAt) : null;
  const modelIds = body.modelIds ?? null;
  const { kind, priority } = body;
  const description = body.description.trim();
  return tx(db, async (client) => {
    const faults = await findFaults(client, amountMicroCredits, expiresAt, modelIds);
    if (faults.length > 0) throw errors.invalidFields('body', faults);
    const { ledgerTransactionId, isNew } = await giveGrant(client, {
      ...{ accountId, kind, amountMicroCredits, description, priority, expiresAt, modelIds },
      sourceId: `${accountId} ${key}`,
    });
    const grant = (await findGrantOf(client, accountId, ledgerTransactionId)) as GrantRow;
    if (isNew) {
      await recordAudit(client, {
        ...act,
        action: 'credits.grant',
        targetType: 'grant',
        targetId: grant.id,
        accountId,
        details: { ...body, ledgerTransactionId },
      });
    }
    return grant;
  });
}

async function findFaults(
  db: Db,
  amountMicroCredits: bigint,
  expiresAt: Date | null,
  modelIds: string[] | null,
): Promise<FieldError[]> {
  const faults: FieldError[] = [];
  if (amountMicroCredits === 0n) faults.push({ path: '/amountCredits', message: 'must not be zero' });
  if (expiresAt && !(expiresAt.getTime() > Date.now()))
    faults.push({ path: '/expiresAt', message: 'must be in the future' });
  const known = await findModelIds(db, modelIds ?? []);
  const unknown = modelIds?.findIndex((id) => !known.has(id)) ?? -1;
  if (unknown >= 0) faults.push({ path: `/modelIds/${unknown}`, message: 'is not a model' });
  return faults;
}
