import { setAccessToken } from './access-token.ts';
import { apiErrorOf } from './api-error.ts';
import { interruptedWaitMs } from './interrupted-wait.ts';
import type { ResponseOf } from './types.ts';

export type AuthResult = ResponseOf<'post', '/api/v1/auth/refresh'>;

const storageKey = 'litemaas.refreshStartedAt';

let underWay: Promise<AuthResult | null> | null = null;

/** A page left in the middle of a refresh has sent its token, and the next cookie is still on its way here. */
async function waitForInterrupted() {
  const waitMs = interruptedWaitMs(Number(localStorage.getItem(storageKey)), Date.now());
  if (waitMs > 0) await new Promise((done) => setTimeout(done, waitMs));
}

async function spendRefreshToken(): Promise<AuthResult | null> {
  await waitForInterrupted();
  localStorage.setItem(storageKey, String(Date.now()));
  // Outlives the page: without `keepalive` a reload would lose the new cookie, and the session with it.
  const response = await fetch('/api/v1/auth/refresh', { method: 'POST', keepalive: true }).catch(noAnswer);
  // Not when the page is left meanwhile: then nobody knows here how it went.
  localStorage.removeItem(storageKey);
  if (response.ok) {
    const result = (await response.json()) as AuthResult;
    setAccessToken(result.accessToken);
    return result;
  }
  if (response.status !== 401) throw apiErrorOf(response.status, null);
  setAccessToken(null);
  return null;
}

function noAnswer(cause: unknown): never {
  throw apiErrorOf(0, null, cause);
}

/** A refresh token spent twice ends the session, so tabs take turns, each with the cookie the last one left. */
function inTurn(task: () => Promise<AuthResult | null>): Promise<AuthResult | null> {
  // Browsers offer locks on secure origins only; elsewhere tabs cannot be kept apart.
  return 'locks' in navigator ? navigator.locks.request('litemaas-refresh', task) : task();
}

/** The server sets this cookie beside the refresh cookie, which no script sees: without it there is nothing to ask for. */
const hasSession = () => /(^|; )litemaas_session=1/.test(document.cookie);

/** Renews the session from the refresh cookie. Null: there is no session (any more). Throws an `ApiError` when the server cannot say. */
export function refreshSession(): Promise<AuthResult | null> {
  if (!underWay && !hasSession()) {
    setAccessToken(null);
    return Promise.resolve(null);
  }
  underWay ??= inTurn(spendRefreshToken).finally(() => {
    underWay = null;
  });
  return underWay;
}
