import type pg from 'pg';
import { errors } from '../../errors.ts';
import { type Act, type AuditEntry, recordAudit } from '../../lib/audit.ts';
import { newId } from '../../lib/ids.ts';
import { normaliseBaseUrl, type ProviderKind } from '../../lib/providers/upstream-url.ts';
import type { SecretBox } from '../../lib/secrets.ts';
import { tx } from '../../lib/sql.ts';
import { deleteBudgetsOf } from '../budgets/change-budget.ts';
import { changedSettings } from './connection-settings.ts';
import { initialCap, setDailyCap } from './daily-cap.ts';
import * as queries from './queries.ts';
import type { NewProvider, ProviderChange } from './schemas.ts';

/** Calls that may wait before others go elsewhere, unless somebody says otherwise. */
const usualOverflow = 3;

type Tools = { db: pg.Pool; secretBox: SecretBox; demo: boolean };

/** Stores a new provider and gives its id. @throws invalid_request, name_taken. */
export async function createProvider(
  { db, secretBox, demo }: Tools,
  body: NewProvider,
  act: Act,
): Promise<string> {
  if (body.kind === 'simulated' && !demo)
    throw invalidField('/kind', 'simulated providers exist in demo installations only');
  const id = newId('prv');
  const row = {
    id,
    name: body.name.trim(),
    kind: body.kind,
    base_url: storedBaseUrl(body.kind, body.baseUrl),
    api_key_encrypted: body.apiKey === undefined ? null : secretBox.encrypt(body.apiKey),
    class: body.class,
    max_concurrency: body.maxConcurrency ?? null,
    max_queue: body.maxQueue ?? null,
    overflow_after: body.overflowAfter ?? usualOverflow,
    enabled: body.enabled ?? true,
    ...changedSettings(secretBox, body.kind, null, body),
  };
  await tx(db, async (client) => {
    await queries.insertProvider(client, row);
    await setDailyCap(client, id, initialCap(body.class, body.dailyRequestCap), act);
    await recordAudit(
      client,
      audit(act, 'provider.create', id, { ...describe(body), baseUrl: row.base_url }),
    );
  });
  return id;
}

/** Changes what the body names and leaves the rest. @throws not_found, invalid_request, name_taken. */
export async function changeProvider(
  { db, secretBox }: Tools,
  id: string,
  change: ProviderChange,
  act: Act,
): Promise<void> {
  await tx(db, async (client) => {
    const row = await queries.lockProvider(client, id);
    if (!row) throw errors.notFound('There is no such provider.');
    const baseUrl = change.baseUrl === undefined ? row.base_url : storedBaseUrl(row.kind, change.baseUrl);
    const sealed = change.apiKey == null ? null : secretBox.encrypt(change.apiKey);
    await queries.updateProvider(client, {
      ...row,
      name: change.name?.trim() ?? row.name,
      base_url: baseUrl,
      api_key_encrypted: change.apiKey === undefined ? row.api_key_encrypted : sealed,
      class: change.class ?? row.class,
      max_concurrency: change.maxConcurrency === undefined ? row.max_concurrency : change.maxConcurrency,
      max_queue: change.maxQueue === undefined ? row.max_queue : change.maxQueue,
      overflow_after: change.overflowAfter ?? row.overflow_after,
      enabled: change.enabled ?? row.enabled,
      ...changedSettings(secretBox, row.kind, row, change),
    });
    if (change.dailyRequestCap !== undefined) await setDailyCap(client, id, change.dailyRequestCap, act);
    await recordAudit(client, audit(act, 'provider.update', id, { ...describe(change), baseUrl }));
  });
}

/** Removes a provider that no model has a route to. @throws not_found, provider_in_use. */
export async function removeProvider(db: pg.Pool, id: string, act: Act): Promise<void> {
  await tx(db, async (client) => {
    const row = await queries.lockProvider(client, id);
    if (!row) throw errors.notFound('There is no such provider.');
    if (await queries.isProviderRouted(client, id)) throw errors.providerInUse();
    await deleteBudgetsOf(client, 'provider', id, act);
    await queries.deleteProvider(client, id);
    await recordAudit(client, audit(act, 'provider.delete', id, { name: row.name, kind: row.kind }));
  });
}

function storedBaseUrl(kind: ProviderKind, typed: string | undefined): string {
  try {
    return normaliseBaseUrl(kind, typed ?? '');
  } catch (cause) {
    if (cause instanceof RangeError) throw invalidField('/baseUrl', cause.message);
    throw cause;
  }
}

function invalidField(path: string, message: string) {
  return errors.invalidFields('body', [{ path, message }]);
}

/** What was asked for, without the secret; a base URL goes in only in its checked form. */
function describe({
  apiKey,
  baseUrl: _,
  headers,
  proxyUrl,
  ...rest
}: NewProvider | ProviderChange): Record<string, unknown> {
  const act = (value: unknown) => (value === null ? 'removed' : 'set');
  const acts = Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), act(value)]);
  return {
    ...rest,
    ...(apiKey !== undefined && { apiKey: act(apiKey) }),
    ...(headers && { headers: Object.fromEntries(acts) as Record<string, string> }),
    ...(proxyUrl !== undefined && { proxyUrl: act(proxyUrl) }),
  };
}

function audit(
  act: Act,
  action: AuditEntry['action'],
  targetId: string,
  details: Record<string, unknown>,
): AuditEntry {
  return { ...act, action, targetType: 'provider', targetId, details };
}
