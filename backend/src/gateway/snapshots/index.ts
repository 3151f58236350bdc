import type { FastifyBaseLogger } from 'fastify';
import type pg from 'pg';
import type { SecretBox } from '../../lib/secrets.ts';
import type { KillSwitches } from '../kill-switches.ts';
import { createCallerCache } from './caller-cache.ts';
import { type Caller, loadKeyCaller, loadSessionCaller } from './callers.ts';
import { type Catalogue, loadCatalogue } from './catalogue.ts';
import { listenForChanges } from './changes.ts';
import { watchKillSwitches } from './kill-switches.ts';
import { createRereads } from './rereads.ts';

/**
 * Bounds what a lost announcement can do. With the five seconds that a reading may take it is less than the 65 after
 * which a new budget takes every call for counted (migration 0011).
 */
const snapshotLifeMs = 60_000;
/** Sessions are not announced, so they live short. */
const sessionLifeMs = 3_000;

export type Snapshots = Awaited<ReturnType<typeof createSnapshots>>;

/** What the gateway knows of callers, models and kill switches without asking. Announced changes make it forget. */
export async function createSnapshots(options: {
  db: pg.Pool;
  url: string;
  secretBox: SecretBox;
  log: FastifyBaseLogger;
  /** Hears of every switch that is thrown or lifted. */
  onKillSwitches: (kills: KillSwitches) => void;
  clock?: () => number;
}) {
  const { db, url, secretBox, log, onKillSwitches, clock = Date.now } = options;
  const callers = createCallerCache(clock);
  const rereads = createRereads();
  let catalogue: Promise<Catalogue> | undefined;
  let catalogueGoodUntilMs = 0;
  let catalogueBeganMs = 0;

  function onChange(change: string) {
    const [kind, id = ''] = change.split(' ');
    if (kind === 'key') callers.forget(id);
    else if (kind === 'account') callers.forgetAccount(id);
    else if (kind === 'kills') kills.readAgain();
    else forgetAll();
  }
  function forgetAll() {
    callers.forgetAll();
    catalogue = undefined;
  }
  function onGap() {
    forgetAll();
    kills.readAgain();
  }

  async function getCatalogue(): Promise<Catalogue> {
    if (!catalogue || clock() > catalogueGoodUntilMs) {
      catalogueGoodUntilMs = clock() + snapshotLifeMs;
      catalogueBeganMs = performance.now();
      const promise = loadCatalogue(db, secretBox, log);
      catalogue = promise;
      promise.catch(() => {
        if (catalogue === promise) catalogue = undefined;
      });
    }
    return catalogue;
  }

  const kills = await watchKillSwitches({ url, log, onChange: onKillSwitches });
  const listener = await listenForChanges({ url, log, onChange, onGap });
  return {
    /** The caller of an API key, by the SHA-256 of the key in hex. */
    keyCaller: (hashHex: string) =>
      callers.get(hashHex, snapshotLifeMs, () => loadKeyCaller(db, Buffer.from(hashHex, 'hex'))),
    /** The caller a session is for a project (null: the personal default one). */
    sessionCaller: (userId: string, sessionId: string, projectId: string | null) =>
      callers.get(`${sessionId} ${projectId ?? ''}`, sessionLifeMs, () =>
        loadSessionCaller(db, userId, sessionId, projectId),
      ),
    /** False: something of the caller has changed since, or may have. */
    isCurrent(caller: Caller): boolean {
      const origin = callers.originOf(caller);
      return origin !== undefined && callers.has(origin.name, caller);
    },
    catalogue: getCatalogue,
    killSwitches: kills.known,
    /**
     * Before a refusal: forgets what was read of caller and catalogue before `sinceMs` (by performance.now()), and
     * reads the kill switches again where one of them refuses. False: all of it was read after, so the refusal stands.
     */
    async forgetBefore(sinceMs: number, caller: Caller, byKillSwitch: boolean): Promise<boolean> {
      const { name, beganMs } = callers.originOf(caller) ?? { name: '', beganMs: sinceMs };
      const waits: Promise<unknown>[] = [];
      if (beganMs < sinceMs) waits.push(rereads.dropSoon(name, beganMs, () => callers.forget(name)));
      if (catalogueBeganMs < sinceMs)
        waits.push(rereads.dropSoon('catalogue', catalogueBeganMs, () => (catalogue = undefined)));
      const [killsRead] = await Promise.all([byKillSwitch && kills.readSince(sinceMs), ...waits]);
      return killsRead || waits.length > 0;
    },
    async close() {
      await listener.close();
      await kills.close();
    },
  };
}
