import type { FastifyBaseLogger } from 'fastify';
import type pg from 'pg';
import type { SecretBox } from '../../lib/secrets.ts';
import { type Caller, loadKeyCaller, loadSessionCaller } from './callers.ts';
import { type Catalogue, loadCatalogue } from './catalogue.ts';
import { listenForChanges } from './changes.ts';

/** Bounds what a lost announcement can do. */
const callerLifeMs = 30_000;
const unknownKeyLifeMs = 5_000;
/** Sessions are not announced, so they live short. */
const sessionLifeMs = 3_000;
const catalogueLifeMs = 60_000;
const maxCallers = 50_000;

type Entry = { caller: Caller | undefined; goodUntilMs: number };

/** How old a snapshot must be before a refusal makes it be read again: a flood of refused calls must not flood the database. */
const refreshAfterMs = 100;

export type Snapshots = Awaited<ReturnType<typeof createSnapshots>>;

/**
 * What the gateway knows of callers and models without asking. Announced changes drop entries; a load that
 * began before a change is used once and not kept, so an old answer can never replace a newer one.
 */
export async function createSnapshots(options: {
  db: pg.Pool;
  url: string;
  secretBox: SecretBox;
  log: FastifyBaseLogger;
  clock?: () => number;
}) {
  const { db, url, secretBox, log, clock = Date.now } = options;
  const callers = new Map<string, Entry>();
  const loading = new Map<string, Promise<Caller | undefined>>();
  const origins = new WeakMap<Caller, { name: string; loadedMs: number }>();
  let changeCount = 0;
  let catalogue: Promise<Catalogue> | undefined;
  let catalogueLoadedMs = 0;

  function onChange(change: string) {
    changeCount += 1;
    loading.clear();
    const [kind, id = ''] = change.split(' ');
    if (kind === 'key') callers.delete(id);
    else if (kind === 'account') {
      for (const [name, { caller }] of callers) if (caller?.accountId === id) callers.delete(name);
    } else forgetAll();
  }
  function forgetAll() {
    changeCount += 1;
    loading.clear();
    callers.clear();
    catalogue = undefined;
  }

  async function getCaller(
    name: string,
    lifeMs: number,
    load: () => Promise<Caller | undefined>,
  ): Promise<Caller | undefined> {
    const known = callers.get(name);
    if (known && known.goodUntilMs > clock()) return known.caller;
    const underWay = loading.get(name);
    if (underWay) return underWay;
    const changesBefore = changeCount;
    const promise = load().finally(() => loading.get(name) === promise && loading.delete(name));
    loading.set(name, promise);
    const caller = await promise;
    if (caller) origins.set(caller, { name, loadedMs: clock() });
    if (changesBefore === changeCount) {
      if (callers.size >= maxCallers) callers.clear();
      callers.set(name, {
        caller,
        goodUntilMs: clock() + (caller ? lifeMs : Math.min(lifeMs, unknownKeyLifeMs)),
      });
    }
    return caller;
  }

  async function getCatalogue(): Promise<Catalogue> {
    if (!catalogue || clock() - catalogueLoadedMs > catalogueLifeMs) {
      catalogueLoadedMs = clock();
      const promise = loadCatalogue(db, secretBox, log);
      catalogue = promise;
      promise.catch(() => {
        if (catalogue === promise) catalogue = undefined;
      });
    }
    return catalogue;
  }

  const listener = await listenForChanges({ url, log, onChange, onGap: forgetAll });
  return {
    /** The caller of an API key, by the SHA-256 of the key in hex. */
    keyCaller: (hashHex: string) =>
      getCaller(hashHex, callerLifeMs, () => loadKeyCaller(db, Buffer.from(hashHex, 'hex'))),
    /** The caller a session is for a project (null: the personal default one). */
    sessionCaller: (userId: string, sessionId: string, projectId: string | null) =>
      getCaller(`${sessionId} ${projectId ?? ''}`, sessionLifeMs, () =>
        loadSessionCaller(db, userId, sessionId, projectId),
      ),
    catalogue: getCatalogue,
    /** Forgets a caller and the catalogue before a refusal, unless they were read just now. True: ask again. */
    refresh(caller: Caller): boolean {
      const origin = origins.get(caller);
      if (!origin || clock() - origin.loadedMs < refreshAfterMs) return false;
      callers.delete(origin.name);
      if (clock() - catalogueLoadedMs >= refreshAfterMs) catalogue = undefined;
      return true;
    },
    close: () => listener.close(),
  };
}
