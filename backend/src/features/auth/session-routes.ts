import { Type } from '@sinclair/typebox';
import type { App } from '../../app.ts';
import { errors } from '../../errors.ts';
import { List, replies } from '../../lib/schemas.ts';
import { clearRefreshCookie } from './refresh-cookie.ts';
import { Session, SessionParams } from './schemas.ts';
import { listSessions, revokeSession } from './session-queries.ts';

const shared = { tags: ['Sign-in'], security: [{ accessToken: [] }] };

/** The caller's sessions. */
export async function sessionRoutes(app: App): Promise<void> {
  app.get(
    '/auth/sessions',
    {
      schema: {
        ...shared,
        summary: 'List my sessions',
        description: 'Every living session of the caller, the one used last first.',
        response: replies({ 200: List(Session) }),
      },
    },
    async ({ caller }) => ({
      data: (await listSessions(app.db, caller.userId)).map((row) => ({
        id: row.id,
        current: row.id === caller.sessionId,
        userAgent: row.user_agent,
        address: row.address,
        createdAt: row.created_at.toISOString(),
        lastUsedAt: row.last_used_at.toISOString(),
        expiresAt: row.expires_at.toISOString(),
      })),
    }),
  );

  app.delete(
    '/auth/sessions/:id',
    {
      schema: {
        ...shared,
        summary: 'End one of my sessions',
        description: 'Signs a session out: its access token and refresh token stop working at once.',
        params: SessionParams,
        response: replies({ 204: Type.Null() }),
      },
    },
    async ({ caller, params }, reply) => {
      if (!(await revokeSession(app.db, caller.userId, params.id)))
        throw errors.notFound('There is no such session.');
      if (params.id === caller.sessionId) clearRefreshCookie(reply, app.config.publicUrl);
      return reply.status(204).send(null);
    },
  );
}
