import { getAccessToken } from './access-token.ts';
import { refreshSession } from './refresh.ts';
import { sessionLost } from './session-events.ts';

function withToken(init: RequestInit): RequestInit {
  const headers = new Headers(init.headers);
  headers.set('Authorization', `Bearer ${getAccessToken() ?? ''}`);
  return { ...init, headers };
}

/** `fetch` for answers that stream, with the same token and single refresh as `api`. Does not throw on an error status. */
export async function authorizedFetch(url: string, init: RequestInit = {}): Promise<Response> {
  const response = await fetch(url, withToken(init));
  if (response.status !== 401) return response;
  if (await refreshSession()) return fetch(url, withToken(init));
  sessionLost();
  return response;
}
