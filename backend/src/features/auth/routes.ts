import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Static, Type } from '@sinclair/typebox';
import type { App } from '../../app.ts';
import { errors } from '../../errors.ts';
import { replies } from '../../lib/schemas.ts';
import { accessTokenSeconds } from '../../plugins/caller.ts';
import { defaultPlanId } from '../plans/default-plan.ts';
import { getUser } from '../me/user.ts';
import { preferredLocale } from './preferred-locale.ts';
import { clearRefreshCookie, refreshCookie, setRefreshCookie } from './refresh-cookie.ts';
import { AuthResult, Credentials, Registration } from './schemas.ts';
import type { Client } from './session-queries.ts';
import { endSession, rotateSession, type Started } from './sessions.ts';
import { register, signIn } from './sign-in.ts';

const tags = ['Sign-in'];

/** Sign-up, sign-in and what keeps a session: for everybody. */
export async function authRoutes(app: App): Promise<void> {
  const { demo, publicUrl, signUpsPerAddress } = app.config;

  const answer = async (reply: FastifyReply, started: Started): Promise<Static<typeof AuthResult>> => {
    setRefreshCookie(reply, publicUrl, started.refreshToken);
    return {
      user: await getUser(app.db, started.userId),
      accessToken: app.jwt.sign({ sub: started.userId, sid: started.sessionId }),
      expiresIn: accessTokenSeconds,
    };
  };

  app.post(
    '/auth/register',
    {
      schema: {
        tags,
        summary: 'Sign up',
        description:
          'Makes a user with a personal account and signs them in. The language is taken from Accept-Language. Answers 409 email_taken when there is a user with this e-mail, and 429 too_many_attempts with Retry-After after too many sign-ups from one address.',
        body: Registration,
        response: replies({ 201: AuthResult }),
      },
    },
    async (request, reply) => {
      const locale = preferredLocale(request.headers['accept-language']);
      const started = await register(
        app.db,
        request.body,
        { locale, demo, planId: await defaultPlanId(app), signUpsPerAddress },
        clientOf(request),
      );
      return reply.status(201).send(await answer(reply, started));
    },
  );

  app.post(
    '/auth/login',
    {
      schema: {
        tags,
        summary: 'Sign in',
        description:
          'Begins a session. Answers 401 invalid_credentials without saying what is wrong, and 429 too_many_attempts with Retry-After after too many failures for one e-mail or from one address.',
        body: Credentials,
        response: replies({ 200: AuthResult }),
      },
    },
    async (request, reply) => answer(reply, await signIn(app.db, request.body, clientOf(request))),
  );

  app.post(
    '/auth/refresh',
    {
      schema: {
        tags,
        summary: 'Refresh the session',
        description:
          'Gives a new access token for the refresh cookie, and a new cookie. A refresh token works once: using it again ends the session at once, so take turns over tabs. Answers 401 invalid_refresh_token when the session has ended.',
        response: replies({ 200: AuthResult }),
      },
    },
    async (request, reply) => {
      const refreshToken = request.cookies[refreshCookie];
      const started = refreshToken && (await rotateSession(app.db, refreshToken, clientOf(request)));
      if (started) return answer(reply, started);
      clearRefreshCookie(reply, publicUrl);
      throw errors.invalidRefreshToken();
    },
  );

  app.post(
    '/auth/logout',
    {
      schema: {
        tags,
        summary: 'Sign out',
        description: 'Ends the session of the refresh cookie and removes the cookie; works without one too.',
        response: replies({ 204: Type.Null() }),
      },
    },
    async (request, reply) => {
      const refreshToken = request.cookies[refreshCookie];
      if (refreshToken) await endSession(app.db, refreshToken);
      clearRefreshCookie(reply, publicUrl);
      return reply.status(204).send(null);
    },
  );
}

function clientOf(request: FastifyRequest): Client {
  return { userAgent: request.headers['user-agent']?.slice(0, 300) ?? null, address: request.ip };
}
