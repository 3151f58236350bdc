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

/** Turns whatever a call threw into an `ApiError`. */
export function toApiError(cause: unknown): ApiError {
  const response = isAxiosError<Problem>(cause) ? cause.response : undefined;
  const problem = typeof response?.data === 'object' ? response.data : null;
  const headers = response?.headers as Record<string, string | undefined> | undefined;
  const retryAfter = Number(headers?.['retry-after']);
  return Object.assign(new Error(problem?.detail ?? problem?.title ?? String(cause), { cause }), {
    name: 'ApiError',
    status: response?.status ?? 0,
    code: problem?.code ?? (response ? 'unexpected' : 'network'),
    detail: problem?.detail ?? problem?.title ?? null,
    requestId: problem?.requestId ?? headers?.['x-request-id'] ?? null,
    fields: Object.fromEntries((problem?.errors ?? []).map((e) => [fieldName(e.path), e.message])),
    retryAfterSeconds: Number.isFinite(retryAfter) && retryAfter > 0 ? retryAfter : null,
  });
}

/** Narrows an unknown fault, so that a page can look at its `status` and `code`. */
export function isApiError(error: unknown): error is ApiError {
  return error instanceof Error && error.name === 'ApiError';
}
