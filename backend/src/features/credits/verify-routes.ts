import type { App } from '../../app.ts';
import { replies } from '../../lib/schemas.ts';
import { Verification } from './schemas.ts';

/** The money invariants on live data. */
export async function verifyRoutes(app: App): Promise<void> {
  app.get(
    '/verify',
    {
      schema: {
        tags: ['Admin: operations'],
        security: [{ accessToken: [] }],
        summary: 'Verify the money',
        description:
          'Checks that ledger, balances, grants, holds and usage records agree, of one moment and without changing anything. Reads all of them, which takes a while where there is much: one verification runs at a time, and who asks meanwhile gets the next one. The same is done every night.',
        response: replies({ 200: Verification }),
      },
    },
    () => app.verifyBooks(),
  );
}
