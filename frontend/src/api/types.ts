import type { paths } from './schema.gen.ts';

export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

/** The paths of the contract that answer to `M`. */
export type PathFor<M extends Method> = {
  [P in keyof paths]: paths[P] extends Record<M, { responses: unknown }> ? P : never;
}[keyof paths];

type Operation<M extends Method, P extends keyof paths> = paths[P] extends Record<M, infer Op> ? Op : never;
type Json<Content> = Content extends { content: { 'application/json': infer Body } } ? Body : undefined;
type SuccessStatus = 200 | 201 | 202 | 204;

/** What `M P` answers when it succeeds: `ResponseOf<'get', '/api/v1/me'>`. */
export type ResponseOf<M extends Method, P extends PathFor<M>> =
  Operation<M, P> extends { responses: infer R }
    ? { [S in keyof R & SuccessStatus]: Json<R[S]> }[keyof R & SuccessStatus]
    : never;

/** One row of a list endpoint: `RowOf<'/api/v1/models'>`. */
export type RowOf<P extends PathFor<'get'>> =
  ResponseOf<'get', P> extends { data: (infer Row)[] } ? Row : never;

/** What `M P` takes as its JSON body. */
export type BodyOf<M extends Method, P extends PathFor<M>> =
  Operation<M, P> extends { requestBody?: infer B } ? Json<NonNullable<B>> : never;

/** The query parameters of `M P`. */
export type QueryOf<M extends Method, P extends PathFor<M>> =
  Operation<M, P> extends { parameters: { query?: infer Q } } ? Q : never;

type ParamsOf<M extends Method, P extends PathFor<M>> =
  Operation<M, P> extends { parameters: { path: infer Params } } ? Params : undefined;

type Given<Name extends string, T> = [T] extends [undefined] ? unknown : Record<Name, T>;

/** What a call takes besides its path. `params` and `body` are demanded where the contract has them. */
export type OptionsOf<M extends Method, P extends PathFor<M>> = {
  query?: QueryOf<M, P>;
  signal?: AbortSignal;
  /** Required by the server where credits or money move; make it once per intent, not per try. */
  idempotencyKey?: string;
} & Given<'params', ParamsOf<M, P>> &
  Given<'body', BodyOf<M, P>>;
