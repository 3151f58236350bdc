import { BlockList, isIPv6 } from 'node:net';
import type pg from 'pg';
import { isMovedBy } from '../../lib/meters.ts';
import { queryOne, queryPrepared } from '../../lib/sql.ts';
import {
  type GrantRef,
  type GrantRefRow,
  grantsColumn,
  type MeterRef,
  type MeterRow,
  meterColumns,
  toGrantRef,
  toMeterRef,
} from './meters.ts';

/** Who calls, what they may call and which meters it moves. Never holds spend: that lives in the meters. */
export type Caller = {
  accountId: string;
  projectId: string;
  keyId: string | null;
  userId: string | null;
  expiresAtMs: number | null;
  /** Models the key is limited to; null: all that are subscribed. */
  modelIds: Set<string> | null;
  allowedNetworks: BlockList | null;
  /** For how long its calls may get the same answer again; null: only calls that ask for it. */
  cacheSeconds: number | null;
  /** For how long the project keeps what its calls say; null: nothing is kept. */
  keepTextsDays: number | null;
  plan: { name: string; modelClasses: string[]; cloudAccess: boolean; queuePriority: number } | null;
  /** Status of the account's subscription by model id. */
  subscriptions: Map<string, string>;
  /** The account's own meter with its balance comes first. */
  meters: MeterRef[];
  /** Grants for some models, in the order in which they pay. */
  grants: GrantRef[];
};

type CallerRow = {
  account_id: string;
  project_id: string;
  key_id: string | null;
  user_id: string | null;
  expires_at: Date | null;
  model_ids: string[] | null;
  allowed_cidrs: string[] | null;
  cache_seconds: number | null;
  keep_texts_days: number | null;
  plan_name: string | null;
  model_classes: string[] | null;
  cloud_access: boolean | null;
  queue_priority: number | null;
  subscriptions: Record<string, string>;
  meters: MeterRow[];
  grants: GrantRefRow[];
};

const accountColumns = `
  a.id AS account_id, p.id AS project_id, p.keep_texts_days, pl.name AS plan_name, pl.model_classes, pl.cloud_access, pl.queue_priority,
  (SELECT coalesce(json_object_agg(s.model_id, s.status), '{}') FROM subscriptions s WHERE s.account_id = a.id) AS subscriptions, ${grantsColumn}`;

/** The account's meters that the caller moves, the balance first. `userId` and `keyId` are SQL. */
const metersOf = (userId: string, keyId: string) => `
  (SELECT coalesce(json_agg(${meterColumns} ORDER BY m.scope <> 'account', m.period <> 'total', m.id), '[]') FROM meters m
   WHERE ${isMovedBy({ accountId: 'a.id', projectId: 'p.id', keyId, userId })}) AS meters`;

const keyCallerStatement = {
  name: 'key_caller',
  text: `SELECT ${accountColumns}, k.id AS key_id, k.created_by AS user_id, k.expires_at, k.model_ids, k.allowed_cidrs, k.cache_seconds,
       ${metersOf('k.created_by', 'k.id')}
     FROM api_keys k JOIN accounts a ON a.id = k.account_id JOIN projects p ON p.id = k.project_id
     LEFT JOIN plans pl ON pl.id = a.plan_id LEFT JOIN users owner ON owner.id = a.personal_of
     WHERE k.secret_hash = $1 AND k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > now()) AND owner.disabled_at IS NULL`,
};

/** The caller an API key stands for; undefined when no live key has this hash. */
export async function loadKeyCaller(db: pg.Pool, secretHash: Buffer): Promise<Caller | undefined> {
  const row = await queryPrepared<CallerRow>(db, keyCallerStatement, [secretHash]);
  return row && toCaller(row);
}

/** The caller a signed-in user is for one of their accounts' projects (null: the personal default project); undefined when it is none of theirs. */
export async function loadSessionCaller(
  db: pg.Pool,
  userId: string,
  sessionId: string,
  projectId: string | null,
): Promise<Caller | undefined> {
  const row = await queryOne<CallerRow>(
    db,
    `SELECT ${accountColumns}, NULL AS key_id, u.id AS user_id, NULL AS expires_at, NULL::text[] AS model_ids, NULL::text[] AS allowed_cidrs, NULL::integer AS cache_seconds,
       ${metersOf('u.id', 'NULL')}
     FROM sessions s JOIN users u ON u.id = s.user_id
     JOIN account_members am ON am.user_id = u.id AND am.role NOT IN ('viewer', 'billing')
     JOIN accounts a ON a.id = am.account_id JOIN projects p ON p.account_id = a.id
     LEFT JOIN plans pl ON pl.id = a.plan_id
     WHERE s.id = $2 AND u.id = $1 AND s.revoked_at IS NULL AND s.expires_at > now() AND u.disabled_at IS NULL
       AND CASE WHEN $3::text IS NULL THEN a.personal_of = u.id AND p.is_default ELSE p.id = $3 END`,
    [userId, sessionId, projectId],
  );
  return row && toCaller(row);
}

function toCaller(row: CallerRow): Caller {
  // Every account has a balance; without it nothing could be proven, so nothing is admitted.
  if (row.meters[0]?.scope !== 'account') throw new Error(`account ${row.account_id} has no balance`);
  return {
    accountId: row.account_id,
    projectId: row.project_id,
    keyId: row.key_id,
    userId: row.user_id,
    expiresAtMs: row.expires_at?.getTime() ?? null,
    modelIds: row.model_ids && new Set(row.model_ids),
    allowedNetworks: row.allowed_cidrs && toBlockList(row.allowed_cidrs),
    cacheSeconds: row.cache_seconds,
    keepTextsDays: row.keep_texts_days,
    plan:
      row.plan_name === null
        ? null
        : {
            name: row.plan_name,
            modelClasses: row.model_classes ?? [],
            cloudAccess: row.cloud_access === true,
            queuePriority: row.queue_priority ?? 0,
          },
    subscriptions: new Map(Object.entries(row.subscriptions)),
    meters: row.meters.map(toMeterRef),
    grants: row.grants.map(toGrantRef),
  };
}

function toBlockList(networks: string[]): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', prefix] = network.split('/');
    const family = isIPv6(address) ? 'ipv6' : 'ipv4';
    if (prefix === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(prefix), family);
  }
  return list;
}
