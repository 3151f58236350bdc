import fp from 'fastify-plugin';
import { burnEverything, endGrants } from '../features/credits/burn-everything.ts';
import { every } from './every.ts';

const endEveryMs = 1_000;
const burnEveryMs = 5_000;

/** Ends grants to the second, and charges to the grants every few seconds what was spent. */
export const burnGrantsPlugin = fp(async (app) => {
  every(app, 'ending grants', endEveryMs, () => endGrants(app.db));
  every(app, 'burning grants', burnEveryMs, () => burnEverything(app.db));
  app.decorate('burnGrants', async () => {
    await endGrants(app.db);
    await burnEverything(app.db);
  });
});

declare module 'fastify' {
  interface FastifyInstance {
    /** Does at once what the clock does: ends grants and charges to them what was spent. */
    burnGrants: () => Promise<void>;
  }
}
