import type { FastifyInstance, FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import jwt from '@fastify/jwt';
import { errors } from '../errors.ts';
import { deriveKey } from '../lib/secrets.ts';
import { queryOne } from '../lib/sql.ts';

/** Who is signed in. */
export type Caller = {
  userId: string;
  sessionId: string;
  role: 'admin' | 'auditor' | 'user';
  personalAccountId: string;
};

/** The account a path names, and the caller's role in it. */
export type MemberAccount = { id: string; role: string };

declare module 'fastify' {
  interface FastifyRequest {
    caller: Caller;
    account: MemberAccount;
  }
}
declare module '@fastify/jwt' {
  interface FastifyJWT {
    payload: { sub: string; sid: string };
    user: { sub: string; sid: string };
  }
}

export const accessTokenSeconds = 900;

/** Access tokens (`app.jwt`) and what routes may ask of the request: `request.caller`, `request.account`. */
export const callerPlugin = fp<{ secretKey: string }>(async (app, { secretKey }) => {
  await app.register(jwt, {
    secret: deriveKey(secretKey, 'access token'),
    sign: { expiresIn: accessTokenSeconds, algorithm: 'HS256' },
    verify: { algorithms: ['HS256'] },
  });
  app.decorateRequest('caller');
  app.decorateRequest('account');
});

/** Everything registered on `scope` after this wants a signed-in user whose session still lives. */
export function requireUser(scope: FastifyInstance): void {
  scope.addHook('onRequest', async (request) => {
    request.caller = await loadCaller(scope, request);
  });
}

/** Everything on `scope` has `:accountId` in its path (`me`: the personal account) and wants a member of it; others see 404. */
export function requireMember(scope: FastifyInstance): void {
  requireUser(scope);
  scope.addHook('onRequest', async (request) => {
    const id = accountIdOf(request);
    const member = await queryOne<{ role: string }>(
      scope.db,
      'SELECT role FROM account_members WHERE account_id = $1 AND user_id = $2',
      [id, request.caller.userId],
    );
    if (!member) throw errors.notFound('There is no such account.');
    request.account = { id, role: member.role };
  });
}

/** Everything on `scope` has `:accountId` in its path, of whomever. Call it after `requireAdmin`. */
export function requireAnyAccount(scope: FastifyInstance): void {
  scope.addHook('onRequest', async (request) => {
    const id = accountIdOf(request);
    if (!(await queryOne(scope.db, 'SELECT id FROM accounts WHERE id = $1', [id])))
      throw errors.notFound('There is no such account.');
    request.account = { id, role: 'viewer' };
  });
}

function accountIdOf({ params, caller }: FastifyRequest): string {
  const { accountId } = params as { accountId: string };
  return accountId === 'me' ? caller.personalAccountId : accountId;
}

/** Everything on `scope` wants an admin; an auditor may read. */
export function requireAdmin(scope: FastifyInstance): void {
  requireUser(scope);
  scope.addHook('onRequest', async (request) => {
    const reads = request.method === 'GET' || request.method === 'HEAD';
    if (request.caller.role !== 'admin' && !(request.caller.role === 'auditor' && reads))
      throw errors.forbidden();
  });
}

async function loadCaller(app: FastifyInstance, request: FastifyRequest): Promise<Caller> {
  const { sub, sid } = await request.jwtVerify<{ sub: string; sid: string }>().catch((cause: unknown) => {
    throw errors.notSignedIn(undefined, { cause });
  });
  const row = await queryOne<{ role: Caller['role']; personal_account_id: string }>(
    app.db,
    `SELECT u.role, a.id AS personal_account_id
     FROM sessions s JOIN users u ON u.id = s.user_id JOIN accounts a ON a.personal_of = u.id
     WHERE s.id = $1 AND u.id = $2 AND s.revoked_at IS NULL AND s.expires_at > now() AND u.disabled_at IS NULL`,
    [sid, sub],
  );
  if (!row) throw errors.notSignedIn();
  return { userId: sub, sessionId: sid, role: row.role, personalAccountId: row.personal_account_id };
}
