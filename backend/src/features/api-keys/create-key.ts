import { createHash, randomBytes } from 'node:crypto';
import type pg from 'pg';
import { errors, type FieldError } from '../../errors.ts';
import { type Act, recordAudit } from '../../lib/audit.ts';
import { parseCredits } from '../../lib/credits.ts';
import { newId } from '../../lib/ids.ts';
import { type Db, tx } from '../../lib/sql.ts';
import { deleteBudgetsOf } from '../budgets/change-budget.ts';
import { createBudget } from '../budgets/create-budget.ts';
import type { NewBudget } from '../budgets/schemas.ts';
import { isNetwork } from './networks.ts';
import * as queries from './queries.ts';
import type { NewApiKey } from './schemas.ts';

const prefixLength = 12;

/**
 * Makes a key of 256 random bits and gives its id and the secret, which is nowhere else: what is stored is its SHA-256.
 * @throws invalid_request naming every wrong field.
 */
export async function createKey(
  db: pg.Pool,
  accountId: string,
  body: NewApiKey,
  act: Act,
): Promise<{ id: string; secret: string }> {
  const id = newId('key');
  const secret = `sk-lm-${randomBytes(32).toString('base64url')}`;
  const { rpm = null, tpm = null, concurrency = null } = body;
  await tx(db, async (client) => {
    const { projectId, modelIds, expiresAt } = await checkedInput(client, accountId, body);
    await queries.insertKey(client, {
      id,
      accountId,
      projectId,
      name: body.name.trim(),
      secretHash: createHash('sha256').update(secret).digest(),
      prefix: secret.slice(0, prefixLength),
      modelIds,
      rpm,
      tpm,
      concurrency,
      allowedCidrs: body.allowedCidrs ?? null,
      cacheSeconds: body.cacheSeconds ?? null,
      expiresAt,
      createdBy: act.actorUserId,
    });
    if (rpm !== null || tpm !== null || concurrency !== null)
      await queries.insertKeyMeter(client, accountId, id, rpm, tpm, concurrency);
    if (body.budget) await createBudget(client, accountId, budgetOf(id, body.budget), act);
    const details = { ...body, projectId };
    await recordAudit(client, {
      ...act,
      action: 'key.create',
      targetType: 'key',
      targetId: id,
      accountId,
      details,
    });
  });
  return { id, secret };
}

/** Ends a key for good; ending it again changes nothing. @throws not_found. */
export async function revokeKey(db: pg.Pool, accountId: string, id: string, act: Act): Promise<void> {
  await tx(db, async (client) => {
    if (await queries.revokeKey(client, accountId, id)) {
      await deleteBudgetsOf(client, 'key', id, act);
      await recordAudit(client, { ...act, action: 'key.revoke', targetType: 'key', targetId: id, accountId });
    } else if (!(await queries.findKey(client, accountId, id))) {
      throw errors.notFound('There is no such API key.');
    }
  });
}

function budgetOf(keyId: string, { limitCredits, period }: NonNullable<NewApiKey['budget']>): NewBudget {
  return { scope: 'key', scopeId: keyId, unit: 'credits', limit: limitCredits, period };
}

async function checkedInput(db: Db, accountId: string, body: NewApiKey) {
  const faults: FieldError[] = [];
  const project = await queries.findProject(db, accountId, body.projectId);
  if (!project) faults.push({ path: '/projectId', message: 'is not a project of this account' });

  const wanted = body.models ?? [];
  const visible = wanted.length > 0 ? await queries.findVisibleModels(db, accountId, wanted) : [];
  const idOf = new Map(visible.flatMap(({ id, name }) => [[id, id] as const, [name, id] as const]));
  const modelIds = wanted.map((model, index) => {
    if (!idOf.has(model))
      faults.push({ path: `/models/${index}`, message: 'is not a model this account can see' });
    return idOf.get(model) ?? '';
  });

  const expiresAt = body.expiresAt === undefined ? null : new Date(body.expiresAt);
  if (expiresAt && (Number.isNaN(expiresAt.getTime()) || !(await queries.isFuture(db, expiresAt))))
    faults.push({ path: '/expiresAt', message: 'must be in the future' });
  if (body.budget && parseCredits(body.budget.limitCredits) === 0n)
    faults.push({ path: '/budget/limitCredits', message: 'must be above 0' });
  for (const [index, network] of (body.allowedCidrs ?? []).entries()) {
    if (!isNetwork(network))
      faults.push({
        path: `/allowedCidrs/${index}`,
        message: 'is not an address or network, such as 10.0.0.0/8',
      });
  }
  if (faults.length > 0 || !project) throw errors.invalidFields('body', faults);
  return { projectId: project.id, modelIds: body.models ? [...new Set(modelIds)] : null, expiresAt };
}
