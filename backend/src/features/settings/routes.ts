import { Type } from '@sinclair/typebox';
import type { App } from '../../app.ts';
import { Nullable, replies } from '../../lib/schemas.ts';
import { version } from '../../version.ts';
import { defaultPlanId } from '../plans/default-plan.ts';

const Settings = Type.Object({
  demo: Type.Boolean({ description: 'Whether this is a demo: sign-ups get promotional credits' }),
  publicUrl: Type.String({ description: 'Where this server is reached, without a slash at the end' }),
  creditUsd: Type.String({ description: 'What one credit is worth in US dollars', examples: ['0.001'] }),
  defaultPlanId: Nullable(
    Type.String({ description: 'The plan that new accounts start on; null: none, and so no limits of one' }),
  ),
  version: Type.String(),
});

/** What the portal has to know before anybody signs in. */
export async function settingsRoutes(app: App): Promise<void> {
  app.get(
    '/settings',
    {
      schema: {
        tags: ['Settings'],
        summary: 'Get the public settings',
        description: 'What a client has to know before anybody signs in.',
        response: replies({ 200: Settings }),
      },
    },
    async () => {
      const { demo, publicUrl } = app.config;
      return {
        demo,
        publicUrl,
        creditUsd: '0.001',
        defaultPlanId: await defaultPlanId(app),
        version,
      };
    },
  );
}
