import { fillPath } from '../../frontend/src/api/fill-path.ts';
import type { Method, OptionsOf, PathFor, ResponseOf } from '../../frontend/src/api/types.ts';

type Loose = { params?: Record<string, string>; query?: object; body?: unknown; idempotencyKey?: string };

/** The management API as one signed-in user, typed by the contract. Anything but success throws. */
export function createApi(baseUrl: string, accessToken: string) {
  const call =
    <M extends Method>(method: M) =>
    async <P extends PathFor<M>>(
      path: P,
      ...[options]: object extends OptionsOf<M, P> ? [OptionsOf<M, P>?] : [OptionsOf<M, P>]
    ): Promise<ResponseOf<M, P>> => {
      const { params, query, body, idempotencyKey } = (options ?? {}) as Loose;
      const url = new URL(fillPath(path, params), baseUrl);
      for (const [name, value] of Object.entries(query ?? {})) url.searchParams.set(name, String(value));
      const reply = await fetch(url, {
        method: method.toUpperCase(),
        headers: {
          authorization: `Bearer ${accessToken}`,
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...(idempotencyKey && { 'idempotency-key': idempotencyKey }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      const text = await reply.text();
      if (!reply.ok) throw new Error(`${method} ${path} answered ${reply.status}: ${text}`);
      return (text ? JSON.parse(text) : undefined) as ResponseOf<M, P>;
    };
  return {
    get: call('get'),
    post: call('post'),
    patch: call('patch'),
    put: call('put'),
    delete: call('delete'),
  };
}

export type Api = ReturnType<typeof createApi>;
