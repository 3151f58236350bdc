import { isAxiosError } from 'axios';

/** A fault of the API in the words of its problem document; `status` 0 means that no answer came. */
export type ApiError = Error & {
  status: number;
  code: string;
  detail: string | null;
  requestId: string | null;
  /** Message by field path, for example `{ 'password': 'too short' }`. */
  fields: Record<string, string>;
  retryAfterSeconds: number | null;
};

type Problem = {
  detail?: string;
  title?: string;
  code?: string;
  requestId?: string;
  errors?: { path: string; message: string }[];
};

/** `/prices/free` and `body.prices.free` both become `prices.free`. */
function fieldName(path: string): string {
  return path
    .replace(/^\/+/, '')
    .replaceAll('/', '.')
    .replace(/^body\./, '');
}

/** The fault that an answer with `status` and `problem` (its parsed body) stands for. */
export function apiErrorOf(status: number, problem: Problem | null, cause?: unknown): ApiError {
  return Object.assign(new Error(problem?.detail ?? problem?.title ?? `HTTP ${status}`, { cause }), {
    name: 'ApiError',
    status,
    code: problem?.code ?? (status ? 'unexpected' : 'network'),
    detail: problem?.detail ?? problem?.title ?? null,
    requestId: problem?.requestId ?? null,
    fields: Object.fromEntries((problem?.errors ?? []).map((e) => [fieldName(e.path), e.message])),
    retryAfterSeconds: null,
  });
}

/** Turns whatever a call threw into an `ApiError`. */
export function toApiError(cause: unknown): ApiError {
  const response = isAxiosError<Problem>(cause) ? cause.response : undefined;
  const problem = typeof response?.data === 'object' ? response.data : null;
  const error = apiErrorOf(response?.status ?? 0, problem, cause);
  const headers = response?.headers as Record<string, string | undefined> | undefined;
  const retryAfter = Number(headers?.['retry-after']);
  error.requestId ??= headers?.['x-request-id'] ?? null;
  error.retryAfterSeconds = retryAfter > 0 ? retryAfter : null;
  return error;
}

/** Narrows an unknown fault, so that a page can look at its `status` and `code`. */
export function isApiError(error: unknown): error is ApiError {
  return error instanceof Error && error.name === 'ApiError';
}
