import axios from 'axios';
import { setAccessToken } from './access-token.ts';
import { toApiError } from './api-error.ts';
import type { ResponseOf } from './types.ts';

export type AuthResult = ResponseOf<'post', '/api/v1/auth/refresh'>;

let underWay: Promise<AuthResult | null> | null = null;

async function spendRefreshToken(): Promise<AuthResult | null> {
  try {
    const { data } = await axios.post<AuthResult>('/api/v1/auth/refresh');
    setAccessToken(data.accessToken);
    return data;
  } catch (cause) {
    const error = toApiError(cause);
    if (error.status !== 401) throw error;
    setAccessToken(null);
    return null;
  }
}

/** A refresh token spent twice ends the session, so tabs take turns, each with the cookie the last one left. */
function inTurn(task: () => Promise<AuthResult | null>): Promise<AuthResult | null> {
  // Browsers offer locks on secure origins only; elsewhere tabs cannot be kept apart.
  return 'locks' in navigator ? navigator.locks.request('litemaas-refresh', task) : task();
}

/** Renews the session from the refresh cookie. Null: there is no session (any more). Throws an `ApiError` when the server cannot say. */
export function refreshSession(): Promise<AuthResult | null> {
  underWay ??= inTurn(spendRefreshToken).finally(() => {
    underWay = null;
  });
  return underWay;
}
