import { Type } from '@sinclair/typebox';
import type { App } from '../../app.ts';
import { errors } from '../../errors.ts';
import { List, replies } from '../../lib/schemas.ts';
import { Session } from './schemas.ts';
import { endSession, listSessions } from './sessions.ts';

const shared = { tags: ['Sign-in'], security: [{ accessToken: [] }] };

/** Where a user is signed in, for the user. */
export async function sessionRoutes(app: App): Promise<void> {
  app.get(
    '/auth/sessions',
    {
      schema: {
        ...shared,
        summary: 'List sessions',
        description: 'Where you are signed in, the last used first.',
        response: replies({ 200: List(Session) }),
      },
    },
    async ({ caller }) => {
      const rows = await listSessions(app.db, caller.userId);
      return {
        data: rows.map((row) => ({
          id: row.id,
          current: row.id === caller.sessionId,
          userAgent: row.user_agent,
          address: row.address,
          createdAt: row.created_at.toISOString(),
          lastUsedAt: row.last_used_at.toISOString(),
          expiresAt: row.expires_at.toISOString(),
        })),
      };
    },
  );

  app.delete(
    '/auth/sessions/:sessionId',
    {
      schema: {
        ...shared,
        summary: 'End a session',
        description: 'Signs that session out at once; its access token stops working too.',
        params: Type.Object({ sessionId: Type.String() }),
        response: replies({ 204: Type.Null() }),
      },
    },
    async ({ caller, params }, reply) => {
      if (!(await endSession(app.db, caller.userId, params.sessionId, 'ended by the user')))
        throw errors.notFound('There is no such session.');
      return reply.status(204).send(null);
    },
  );
}
