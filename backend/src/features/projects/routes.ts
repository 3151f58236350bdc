import { Type } from '@sinclair/typebox';
import type { App } from '../../app.ts';
import { errors } from '../../errors.ts';
import { accountParams } from '../../lib/account-params.ts';
import { actOf, recordAudit } from '../../lib/audit.ts';
import { requireManager } from '../../lib/member-roles.ts';
import { Body, List, Nullable, replies, Time } from '../../lib/schemas.ts';
import { tx } from '../../lib/sql.ts';
import { listProjects, type ProjectRow, setKeepTextsDays, shortenKeptTexts } from './queries.ts';

const Project = Type.Object({
  id: Type.String(),
  name: Type.String(),
  isDefault: Type.Boolean({ description: 'Where keys go that name no project' }),
  keepTextsDays: Nullable(
    Type.Integer({
      minimum: 1,
      maximum: 365,
      description: 'For how many days requests and answers of its calls are kept; null: they are not',
    }),
  ),
  createdAt: Time,
});

const toProject = (row: ProjectRow) => ({
  id: row.id,
  name: row.name,
  isDefault: row.is_default,
  keepTextsDays: row.keep_texts_days,
  createdAt: row.created_at.toISOString(),
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
      data: (await listProjects(app.db, account.id)).map(toProject),
    }),
  );

  app.patch(
    '/projects/:projectId',
    {
      schema: {
        tags: ['Projects'],
        security: [{ accessToken: [] }],
        summary: 'Change a project',
        description:
          'Sets for how long texts of its calls are kept. Shorter, or null, deletes what is older at once. For owners and admins of the account.',
        params: Type.Object({ ...accountParams, projectId: Type.String({ description: 'Id of a project' }) }),
        body: Body({ keepTextsDays: Project.properties.keepTextsDays }),
        response: replies({ 200: Project }),
      },
    },
    async (request) => {
      const { account, params, body } = request;
      requireManager(account.role);
      return tx(app.db, async (client) => {
        const row = await setKeepTextsDays(client, account.id, params.projectId, body.keepTextsDays);
        if (!row) throw errors.notFound('There is no such project.');
        await shortenKeptTexts(client, row.id, body.keepTextsDays);
        await recordAudit(client, {
          ...actOf(request),
          action: 'project.update',
          targetType: 'project',
          targetId: row.id,
          accountId: account.id,
          details: body,
        });
        return toProject(row);
      });
    },
  );
}
