import type { FastifyReply } from 'fastify';
import { Type } from '@sinclair/typebox';
import type { App } from '../../app.ts';
import { errors } from '../../errors.ts';
import { replies } from '../../lib/schemas.ts';
import { tx } from '../../lib/sql.ts';
import { accessTokenSeconds } from '../../plugins/caller.ts';
import { getUser, textOrNull } from '../me/user.ts';
import { createUser } from './create-user.ts';
import { preferredLocale } from './preferred-locale.ts';
import { isPassword } from './passwords.ts';
import { clearRefreshCookie, readRefreshCookie, setRefreshCookie } from './refresh-cookie.ts';
import { AuthResult, Login, Registration } from './schemas.ts';
import { beginSession, endSessionOfToken, type Issued, type Origin, rotateToken } from './sessions.ts';
import { countAttempt, forgive } from './throttle.ts';
import { findSignIn } from './users.ts';

const tags = ['Sign-in'];

/** Sign-up, sign-in, refresh and sign-out: for everybody. */
export async function authRoutes(app: App): Promise<void> {
  app.post(
    '/auth/register',
    {
      schema: {
        tags,
        summary: 'Sign up',
        description:
          'Creates a user with a personal account and its default project, and signs them in. The language is taken from Accept-Language.',
        body: Registration,
        response: replies({ 201: AuthResult }),
      },
    },
    async (request, reply) => {
      const { email, password, name, phone } = request.body;
      const locale = preferredLocale(request.headers['accept-language']);
      const issued = await tx(app.db, async (client) => {
        const userId = await createUser(client, {
          email,
          password,
          name: textOrNull(name),
          phone: textOrNull(phone),
          locale,
          role: 'user',
          demo: app.config.demo,
        });
        return beginSession(client, userId, originOf(request));
      });
      return reply.status(201).send(await signedIn(app, reply, issued));
    },
  );

  app.post(
    '/auth/login',
    {
      schema: {
        tags,
        summary: 'Sign in',
        description:
          'Ten failures for an e-mail or fifty from an address within fifteen minutes are answered with 429 and Retry-After.',
        body: Login,
        response: replies({ 200: AuthResult }),
      },
    },
    async (request, reply) => {
      const { email, password } = request.body;
      await countAttempt(app.db, email, request.ip);
      const known = await findSignIn(app.db, email);
      if (!(await isPassword(password, known?.password_hash ?? null)) || !known)
        throw errors.invalidCredentials();
      await forgive(app.db, email, request.ip);
      const issued = await tx(app.db, (client) => beginSession(client, known.id, originOf(request)));
      return signedIn(app, reply, issued);
    },
  );

  app.post(
    '/auth/refresh',
    {
      schema: {
        tags,
        summary: 'Renew the access token',
        description:
          'Trades the refresh token of the cookie for the next one. A token that was traded before ends the session.',
        response: replies({ 200: AuthResult }),
      },
    },
    async (request, reply) => {
      const refreshToken = readRefreshCookie(request);
      if (!refreshToken) throw errors.invalidRefreshToken();
      return signedIn(app, reply, await rotateToken(app.db, refreshToken));
    },
  );

  app.post(
    '/auth/logout',
    {
      schema: {
        tags,
        summary: 'Sign out',
        description: 'Ends the session on the server and clears the cookie; also fine without a session.',
        response: replies({ 204: Type.Null() }),
      },
    },
    async (request, reply) => {
      const refreshToken = readRefreshCookie(request);
      if (refreshToken) await endSessionOfToken(app.db, refreshToken);
      clearRefreshCookie(reply);
      return reply.status(204).send(null);
    },
  );
}

async function signedIn(app: App, reply: FastifyReply, { userId, sessionId, refreshToken }: Issued) {
  setRefreshCookie(reply, refreshToken);
  const user = await getUser(app.db, userId);
  return { user, accessToken: app.jwt.sign({ sub: userId, sid: sessionId }), expiresIn: accessTokenSeconds };
}

function originOf(request: { headers: { 'user-agent'?: string }; ip: string }): Origin {
  return { userAgent: request.headers['user-agent'] ?? null, address: request.ip };
}
