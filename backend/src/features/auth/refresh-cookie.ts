import type { FastifyReply } from 'fastify';
import { sessionDays } from './session-queries.ts';

export const refreshCookie = 'litemaas_refresh';
/** For scripts: there is a session to ask for. A page that finds none need not ask in vain. */
const hintCookie = 'litemaas_session';

const secondsPerDay = 86_400;

/** Nobody but the auth routes gets to see the cookie, and no script and no other site at all. */
const attributes = (publicUrl: string) => ({
  path: '/api/v1/auth',
  httpOnly: true,
  sameSite: 'strict' as const,
  secure: publicUrl.startsWith('https://'),
});

const hintAttributes = (publicUrl: string) => ({ ...attributes(publicUrl), path: '/', httpOnly: false });

export function setRefreshCookie(reply: FastifyReply, publicUrl: string, refreshToken: string): void {
  const maxAge = sessionDays * secondsPerDay;
  reply.setCookie(refreshCookie, refreshToken, { ...attributes(publicUrl), maxAge });
  reply.setCookie(hintCookie, '1', { ...hintAttributes(publicUrl), maxAge });
}

export function clearRefreshCookie(reply: FastifyReply, publicUrl: string): void {
  reply.clearCookie(refreshCookie, attributes(publicUrl));
  reply.clearCookie(hintCookie, hintAttributes(publicUrl));
}
