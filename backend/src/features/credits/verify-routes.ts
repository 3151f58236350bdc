import type { App } from '../../app.ts';
import { replies } from '../../lib/schemas.ts';
import { Verification } from './schemas.ts';
import { verify } from './verify.ts';
import { verifyGauge } from './verify-metrics.ts';

/** The money invariants on live data. */
export async function verifyRoutes(app: App): Promise<void> {
  const gauge = verifyGauge(app.metrics);

  app.get(
    '/verify',
    {
      schema: {
        tags: ['Admin: operations'],
        security: [{ accessToken: [] }],
        summary: 'Verify the money',
        description:
          'Checks that ledger, balances, grants, holds and usage records agree, of one moment and without changing anything. Reads all of them: it takes a while where there is much.',
        response: replies({ 200: Verification }),
      },
    },
    async () => {
      const verification = await verify(app.db);
      for (const { name, ok } of verification.checks) gauge.set({ check: name }, ok ? 1 : 0);
      return verification;
    },
  );
}
