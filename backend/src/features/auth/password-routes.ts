import { Type } from '@sinclair/typebox';
import type { App } from '../../app.ts';
import { actOf } from '../../lib/audit.ts';
import { replies } from '../../lib/schemas.ts';
import { changePassword } from './change-password.ts';
import { PasswordChange } from './schemas.ts';

/** The caller's own password. */
export async function passwordRoutes(app: App): Promise<void> {
  app.post(
    '/me/password',
    {
      schema: {
        tags: ['Profile'],
        security: [{ accessToken: [] }],
        summary: 'Change my password',
        description:
          'Sets a new password and ends every other session of the caller; API keys go on working. Answers 400 wrong_password when the current one is wrong, and 429 too_many_attempts with Retry-After after too many of these.',
        body: PasswordChange,
        response: replies({ 204: Type.Null() }),
      },
    },
    async (request, reply) => {
      const { sessionId } = request.caller;
      await changePassword(app.db, request.body, { sessionId, address: request.ip }, actOf(request));
      return reply.status(204).send(null);
    },
  );
}
