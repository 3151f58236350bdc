import type { FastifyBaseLogger } from 'fastify';
import type pg from 'pg';
import type { SecretBox } from '../../lib/secrets.ts';
import { createCallerCache } from './caller-cache.ts';
import { type Caller, loadKeyCaller, loadSessionCaller } from './callers.ts';
import { type Catalogue, loadCatalogue } from './catalogue.ts';
import { listenForChanges } from './changes.ts';
import { createRereads } from './rereads.ts';

/** Bounds what a lost announcement can do. */
const callerLifeMs = 30_000;
/** Sessions are not announced, so they live short. */
const sessionLifeMs = 3_000;
const catalogueLifeMs = 60_000;

export type Snapshots = Awaited<ReturnType<typeof createSnapshots>>;

/** What the gateway knows of callers and models without asking. Announced changes make it forget. */
export async function createSnapshots(options: {
  db: pg.Pool;
  url: string;
  secretBox: SecretBox;
  log: FastifyBaseLogger;
  clock?: () => number;
}) {
  const { db, url, secretBox, log, clock = Date.now } = options;
  const callers = createCallerCache(clock);
  const rereads = createRereads();
  let catalogue: Promise<Catalogue> | undefined;
  let catalogueGoodUntilMs = 0;
  let catalogueBeganMs = 0;

  function onChange(change: string) {
    const [kind, id = ''] = change.split(' ');
    if (kind === 'key') callers.forget(id);
    else if (kind === 'account') callers.forgetAccount(id);
    else forgetAll();
  }
  function forgetAll() {
    callers.forgetAll();
    catalogue = undefined;
  }

  async function getCatalogue(): Promise<Catalogue> {
    if (!catalogue || clock() > catalogueGoodUntilMs) {
      catalogueGoodUntilMs = clock() + catalogueLifeMs;
      catalogueBeganMs = performance.now();
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
      callers.get(hashHex, callerLifeMs, () => loadKeyCaller(db, Buffer.from(hashHex, 'hex'))),
    /** The caller a session is for a project (null: the personal default one). */
    sessionCaller: (userId: string, sessionId: string, projectId: string | null) =>
      callers.get(`${sessionId} ${projectId ?? ''}`, sessionLifeMs, () =>
        loadSessionCaller(db, userId, sessionId, projectId),
      ),
    catalogue: getCatalogue,
    /**
     * Before a refusal: forgets what was read of caller and catalogue before `sinceMs` (by performance.now()).
     * False: all of it was read after, so the refusal stands.
     */
    async forgetBefore(sinceMs: number, caller: Caller): Promise<boolean> {
      const { name, beganMs } = callers.originOf(caller) ?? { name: '', beganMs: sinceMs };
      const waits: Promise<void>[] = [];
      if (beganMs < sinceMs) waits.push(rereads.dropSoon(name, beganMs, () => callers.forget(name)));
      if (catalogueBeganMs < sinceMs)
        waits.push(rereads.dropSoon('catalogue', catalogueBeganMs, () => (catalogue = undefined)));
      await Promise.all(waits);
      return waits.length > 0;
    },
    close: () => listener.close(),
  };
}
