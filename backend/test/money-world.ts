import pino from 'pino';
import { postAdjustment, postGrant } from '../src/features/credits/ledger.ts';
import { insertBalanceMeter } from '../src/features/auth/queries.ts';
import { verify } from '../src/features/credits/verify.ts';
import { type Money, startMoney } from '../src/gateway/money/index.ts';
import { newId } from '../src/lib/ids.ts';
import { openMeter } from '../src/lib/meters.ts';
import { shareRuns } from '../src/lib/share-runs.ts';
import { createPool, type Db, tx } from '../src/lib/sql.ts';
import { startTcpProxy, type TcpProxy } from './stand-ins/tcp-proxy.ts';

/** An instance whose line to the database can be cut. */
export type MoneyInstance = {
  money: Money;
  line: TcpProxy;
  isKilled: boolean;
  killed: Promise<undefined>;
  tellKilled: () => void;
};

/** Whose calls a run makes, and the meters they move: the account's own first, the provider's last. */
export type Owners = {
  accountId: string;
  projectId: string;
  keyId: string;
  userId: string;
  modelId: string;
  providerId: string;
  meterIds: bigint[];
  /** Those of grants for the model. */
  grantMeterIds: bigint[];
};

export type MoneyWorld = Awaited<ReturnType<typeof createMoneyWorld>>;

const log = pino({ level: 'silent' });

/**
 * The money of the gateway without the gateway: instances that admit and settle on one database, which sees to
 * it itself that no admission ever goes over a limit.
 */
export async function createMoneyWorld(databaseUrl: string) {
  const db = createPool(databaseUrl, 'test', { max: 4 });
  const instances = new Set<MoneyInstance>();
  const endings: Promise<void>[] = [];
  await db.query(forbidOverAdmission);

  async function declareDead({ money }: MoneyInstance): Promise<void> {
    const id = money.instanceId().toString();
    await tx(db, async (client) => {
      await client.query('SELECT pg_advisory_xact_lock(7305, $1)', [id]);
      await client.query('UPDATE instances SET dead_at = now() WHERE id = $1', [id]);
    });
  }

  return {
    db,
    async startInstance(journalDirectory?: string): Promise<MoneyInstance> {
      const url = new URL(databaseUrl);
      const line = await startTcpProxy(Number(url.port));
      url.port = String(line.port);
      const money = await startMoney({ url: url.href, log, journalDirectory });
      let tellKilled = () => {};
      const killed = new Promise<undefined>((resolve) => (tellKilled = () => resolve(undefined)));
      const instance = { line, money, isKilled: false, killed, tellKilled };
      instances.add(instance);
      return instance;
    },
    /** Others take it for dead, whatever it is. */
    declareDead,
    /** What the database sees of `kill -9`: the connections break, nothing is heard again, and others notice. */
    async kill(instance: MoneyInstance): Promise<void> {
      instance.line.stop();
      instance.isKilled = true;
      instance.tellKilled();
      await declareDead(instance);
      // In this process it lives on, and would try to connect for ever.
      instances.delete(instance);
      endings.push(end(instance));
    },
    createOwners: () => tx(db, createOwners),
    adjust: (accountId: string, amountMicroCredits: bigint) =>
      tx(db, (client) =>
        postAdjustment(client, {
          accountId,
          amountMicroCredits,
          description: 'Test',
          sourceId: newId('req'),
        }),
      ),
    verify: shareRuns(() => verify(db)),
    async close(): Promise<void> {
      await Promise.all([...endings, ...[...instances].map(end)]);
      await db.end();
    },
  };
}

async function end({ money, line }: MoneyInstance): Promise<void> {
  await money.close();
  await line.close();
}

async function createOwners(client: Db): Promise<Owners> {
  const [accountId, projectId, keyId] = [newId('acc'), newId('prj'), newId('key')];
  const [userId, modelId, providerId, subscriptionId] = [
    newId('usr'),
    newId('mdl'),
    newId('prv'),
    newId('sub'),
  ];
  await client.query(`INSERT INTO accounts (id, kind, name) VALUES ($1, 'team', 'Test')`, [accountId]);
  await client.query(`INSERT INTO models (id, name, display_name) VALUES ($1, $1, 'Test')`, [modelId]);
  await client.query(
    `INSERT INTO subscriptions (id, account_id, model_id, status) VALUES ($1, $2, $3, 'active')`,
    [subscriptionId, accountId, modelId],
  );
  await insertBalanceMeter(client, accountId);
  await postGrant(client, {
    accountId,
    kind: 'promotional',
    amountMicroCredits: 5_000n,
    description: 'Test',
  });
  const own = { accountId, scopeId: accountId };
  const owners = [
    { ...own, scope: 'account' },
    { accountId, scope: 'project', scopeId: projectId, period: 'month' },
    { accountId, scope: 'key', scopeId: keyId, period: 'day', timeZone: 'Asia/Kuwait' },
    { accountId, scope: 'member', scopeId: `${accountId}:${userId}`, period: 'week', anchorDay: 7 },
    { accountId, scope: 'subscription', scopeId: subscriptionId, period: 'month' },
    { accountId, scope: 'account_model', scopeId: `${accountId}:${modelId}` },
    { accountId: null, scope: 'model', scopeId: modelId, period: 'day' },
    { accountId: null, scope: 'provider', scopeId: providerId, period: 'day' },
  ] as const;
  const meterIds: bigint[] = [];
  for (const owner of owners) meterIds.push(await openMeter(client, owner));
  return { accountId, projectId, keyId, userId, modelId, providerId, meterIds, grantMeterIds: [] };
}

/** Whatever lets calls in: what is used and held may not come to more than the limit by it. */
const forbidOverAdmission = `
  CREATE FUNCTION forbid_over_admission() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF NEW.credits_held > OLD.credits_held AND NEW.credits_used + NEW.credits_held > NEW.credits_limit
      OR NEW.tokens_held > OLD.tokens_held AND NEW.tokens_used + NEW.tokens_held > NEW.tokens_limit
      OR NEW.requests_held > OLD.requests_held
        AND (NEW.requests_used + NEW.requests_held > NEW.requests_limit OR NEW.requests_held > NEW.concurrency_limit)
      OR NEW.credits_held < 0 OR NEW.tokens_held < 0 OR NEW.requests_held < 0 THEN
      RAISE EXCEPTION 'over-admission: % became %', OLD, NEW;
    END IF;
    RETURN NEW;
  END $$;
  CREATE TRIGGER forbid_over_admission BEFORE UPDATE ON meters FOR EACH ROW EXECUTE FUNCTION forbid_over_admission()`;
