import fp from 'fastify-plugin';
import { applyReRating } from '../features/re-ratings/apply.ts';
import { listUnfinished } from '../features/re-ratings/queries.ts';
import { advisoryLocks } from '../lib/advisory-locks.ts';
import { exclusively } from '../lib/exclusively.ts';
import { every } from './every.ts';

const everyMs = 60_000;

/** Goes on with re-ratings whose instance has died, and corrects calls that still ran when theirs was applied. */
export const reRatingsPlugin = fp(async (app) => {
  const finish = async () => {
    const unfinished = await listUnfinished(app.db);
    if (unfinished.length === 0) return;
    await exclusively(app.db, advisoryLocks.reRatings, async () => {
      for (const { id } of unfinished) await applyReRating(app.db, id);
    });
  };
  every(app, 're-rating', everyMs, finish);
  app.decorate('finishReRatings', finish);
});

declare module 'fastify' {
  interface FastifyInstance {
    /** Does at once what the clock does: corrects what is left of all re-ratings. */
    finishReRatings: () => Promise<void>;
  }
}
