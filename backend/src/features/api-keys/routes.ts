import { type Static, Type } from '@sinclair/typebox';
import type { App } from '../../app.ts';
import { errors } from '../../errors.ts';
import { accountParams } from '../../lib/account-params.ts';
import { actOf } from '../../lib/audit.ts';
import { requireDeveloper } from '../../lib/member-roles.ts';
import { decodeCursor, toPage } from '../../lib/pages.ts';
import { Page, replies } from '../../lib/schemas.ts';
import { createKey, revokeKey } from './create-key.ts';
import { type ApiKeyRow, findKey, listKeys } from './queries.ts';
import { ApiKey, ApiKeyParams, ApiKeyQuery, CreatedApiKey, NewApiKey } from './schemas.ts';

const shared = { tags: ['API keys'], security: [{ accessToken: [] }] };

/** The same for members and, of any account, for admins. */
export async function apiKeyReadRoutes(app: App): Promise<void> {
  app.get(
    '/api-keys',
    {
      schema: {
        ...shared,
        summary: 'List API keys',
        description: 'The keys of the account, the newest first, without their secrets.',
        params: Type.Object(accountParams),
        querystring: ApiKeyQuery,
        response: replies({ 200: Page(ApiKey) }),
      },
    },
    async ({ account, query }) => {
      const [after] = decodeCursor(query.cursor, 1) ?? [];
      const found = await listKeys(app.db, account.id, query.status, query.limit, after);
      const page = toPage(found, query.limit, (row) => [row.id]);
      return { data: page.rows.map(toApiKey), nextCursor: page.nextCursor };
    },
  );

  app.get(
    '/api-keys/:keyId',
    {
      schema: {
        ...shared,
        summary: 'Get an API key',
        description: 'One key of the account, without its secret.',
        params: ApiKeyParams,
        response: replies({ 200: ApiKey }),
      },
    },
    async ({ account, params }) => toApiKey(await existing(app, account.id, params.keyId)),
  );
}

/** The API keys of an account, for its members. */
export async function apiKeyRoutes(app: App): Promise<void> {
  await apiKeyReadRoutes(app);

  app.post(
    '/api-keys',
    {
      schema: {
        ...shared,
        summary: 'Create an API key',
        description:
          'Makes a key for a project of the account. The reply holds the secret: it is the only time it is shown. Viewers and billing members may not do this.',
        params: Type.Object(accountParams),
        body: NewApiKey,
        response: replies({ 201: CreatedApiKey }),
      },
    },
    async (request, reply) => {
      const { account, body } = request;
      requireDeveloper(account.role);
      const { id, secret } = await createKey(app.db, account.id, body, actOf(request));
      return reply.status(201).send({ apiKey: toApiKey(await existing(app, account.id, id)), secret });
    },
  );

  app.post(
    '/api-keys/:keyId/revoke',
    {
      schema: {
        ...shared,
        summary: 'Revoke an API key',
        description:
          'Ends a key for good, on all instances within a second. Revoking it again changes nothing. Viewers and billing members may not do this.',
        params: ApiKeyParams,
        response: replies({ 200: ApiKey }),
      },
    },
    async (request) => {
      const { account, params } = request;
      requireDeveloper(account.role);
      await revokeKey(app.db, account.id, params.keyId, actOf(request));
      return toApiKey(await existing(app, account.id, params.keyId));
    },
  );
}

async function existing(app: App, accountId: string, id: string): Promise<ApiKeyRow> {
  const row = await findKey(app.db, accountId, id);
  if (!row) throw errors.notFound('There is no such API key.');
  return row;
}

function toApiKey(row: ApiKeyRow): Static<typeof ApiKey> {
  return {
    id: row.id,
    name: row.name,
    prefix: row.prefix,
    projectId: row.project_id,
    projectName: row.project_name,
    models: row.models,
    rpm: row.rpm,
    tpm: row.tpm,
    concurrency: row.concurrency,
    allowedCidrs: row.allowed_cidrs,
    cacheSeconds: row.cache_seconds,
    status: row.status,
    expiresAt: row.expires_at?.toISOString() ?? null,
    lastUsedAt: row.last_used_at?.toISOString() ?? null,
    createdAt: row.created_at.toISOString(),
    revokedAt: row.revoked_at?.toISOString() ?? null,
  };
}
