import type { FastifyReply } from 'fastify';
import { sessionDays } from './session-queries.ts';

export const refreshCookie = 'litemaas_refresh';

const secondsPerDay = 86_400;

/** Nobody but the auth routes gets to see the cookie, and no script and no other site at all. */
const attributes = (publicUrl: string) => ({
  path: '/api/v1/auth',
  httpOnly: true,
  sameSite: 'strict' as const,
  secure: publicUrl.startsWith('https://'),
});

export function setRefreshCookie(reply: FastifyReply, publicUrl: string, refreshToken: string): void {
  const maxAge = sessionDays * secondsPerDay;
  reply.setCookie(refreshCookie, refreshToken, { ...attributes(publicUrl), maxAge });
}

export function clearRefreshCookie(reply: FastifyReply, publicUrl: string): void {
  reply.clearCookie(refreshCookie, attributes(publicUrl));
}
