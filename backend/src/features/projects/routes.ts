import { Type } from '@sinclair/typebox';
import type { App } from '../../app.ts';
import { accountParams } from '../../lib/account-params.ts';
import { List, replies, Time } from '../../lib/schemas.ts';
import { listProjects } from './queries.ts';

const Project = Type.Object({
  id: Type.String(),
  name: Type.String(),
  isDefault: Type.Boolean({ description: 'Where keys go that name no project' }),
  createdAt: Time,
});

/** The projects of an account, for its members. */
export async function projectRoutes(app: App): Promise<void> {
  app.get(
    '/projects',
    {
      schema: {
        tags: ['Projects'],
        security: [{ accessToken: [] }],
        summary: 'List projects',
        description: 'The projects of the account, the default one first.',
        params: Type.Object(accountParams),
        response: replies({ 200: List(Project) }),
      },
    },
    async ({ account }) => ({
      data: (await listProjects(app.db, account.id)).map((row) => ({
        id: row.id,
        name: row.name,
        isDefault: row.is_default,
        createdAt: row.created_at.toISOString(),
      })),
    }),
  );
}
