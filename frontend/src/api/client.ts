import axios, { type AxiosError, type InternalAxiosRequestConfig } from 'axios';
import { getAccessToken } from './access-token.ts';
import { toApiError } from './api-error.ts';
import { fillPath } from './fill-path.ts';
import { refreshSession } from './refresh.ts';
import { sessionLost } from './session-events.ts';
import type { Method, OptionsOf, PathFor, ResponseOf } from './types.ts';

type Request = InternalAxiosRequestConfig & { refreshed?: boolean };
type Loose = {
  params?: Record<string, string>;
  query?: object;
  body?: unknown;
  signal?: AbortSignal;
  idempotencyKey?: string;
};

const http = axios.create();

const bearer = () => `Bearer ${getAccessToken()}`;

http.interceptors.request.use((request) => {
  if (getAccessToken()) request.headers.Authorization = bearer();
  return request;
});

http.interceptors.response.use(undefined, async (error: AxiosError) => {
  const request = error.config as Request | undefined;
  const mayRefresh = error.response?.status === 401 && request && !request.refreshed && getAccessToken();
  if (!mayRefresh) throw toApiError(error);
  const isCurrent = request.headers.Authorization === bearer();
  // Another call may have refreshed meanwhile: then its token does.
  if (isCurrent && !(await refreshSession())) {
    sessionLost();
    throw toApiError(error);
  }
  return http.request({ ...request, refreshed: true } as Request);
});

function call<M extends Method>(method: M) {
  return async <P extends PathFor<M>>(
    path: P,
    ...[options]: object extends OptionsOf<M, P> ? [OptionsOf<M, P>?] : [OptionsOf<M, P>]
  ): Promise<ResponseOf<M, P>> => {
    const { params, query, body, signal, idempotencyKey } = (options ?? {}) as Loose;
    const response = await http.request<ResponseOf<M, P>>({
      method,
      url: fillPath(path, params),
      params: query,
      data: body,
      signal,
      headers: idempotencyKey ? { 'Idempotency-Key': idempotencyKey } : undefined,
    });
    return response.data;
  };
}

/**
 * The management API, typed by path: `api.get('/api/v1/models/{modelId}', { params: { modelId } })`.
 * Every failure is an `ApiError`. A 401 is answered by one refresh and one more try.
 */
export const api = {
  get: call('get'),
  post: call('post'),
  put: call('put'),
  patch: call('patch'),
  delete: call('delete'),
};
