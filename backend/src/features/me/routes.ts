import type { App } from '../../app.ts';
import { replies } from '../../lib/schemas.ts';
import { ProfileChange, User } from './schemas.ts';
import { changeProfile, getUser } from './user.ts';

const shared = { tags: ['Profile'], security: [{ accessToken: [] }] };

/** The signed-in user's own profile. */
export async function meRoutes(app: App): Promise<void> {
  app.get(
    '/me',
    {
      schema: {
        ...shared,
        summary: 'Get my profile',
        description: 'The signed-in user.',
        response: replies({ 200: User }),
      },
    },
    ({ caller }) => getUser(app.db, caller.userId),
  );

  app.patch(
    '/me',
    {
      schema: {
        ...shared,
        summary: 'Change my profile',
        description:
          'Changes the given fields and leaves the others. null or an empty text removes name or phone.',
        body: ProfileChange,
        response: replies({ 200: User }),
      },
    },
    async ({ caller, body }) => {
      await changeProfile(app.db, caller.userId, body);
      return getUser(app.db, caller.userId);
    },
  );
}
