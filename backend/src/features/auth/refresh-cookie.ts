import type { FastifyReply, FastifyRequest } from 'fastify';
import { sessionDays } from './sessions.ts';

const name = 'litemaas_refresh';
/** Sent to nothing but the auth routes, and never by another site. */
const attributes = { path: '/api/v1/auth', httpOnly: true, sameSite: 'strict' } as const;

export function setRefreshCookie(reply: FastifyReply, refreshToken: string): void {
  const secure = reply.server.config.publicUrl.startsWith('https://');
  reply.setCookie(name, refreshToken, { ...attributes, secure, maxAge: sessionDays * 86_400 });
}

export function clearRefreshCookie(reply: FastifyReply): void {
  reply.clearCookie(name, attributes);
}

export function readRefreshCookie(request: FastifyRequest): string | undefined {
  return request.cookies[name];
}
