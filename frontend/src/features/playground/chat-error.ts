import type { ApiError } from '../../api/api-error.ts';

type Fault = Pick<ApiError, 'status' | 'code' | 'detail'> & Partial<ApiError>;
type GatewayBody = { error?: { message?: string; code?: string | null; type?: string } } | null;

/** A fault of a chat call in the same form as the faults of the rest of the API. */
export function chatError({ status, code, detail, ...more }: Fault): ApiError {
  return Object.assign(new Error(detail ?? code), {
    name: 'ApiError',
    status,
    code,
    detail,
    requestId: null,
    fields: {},
    retryAfterSeconds: null,
    ...more,
  });
}

/** No answer came at all. */
export const networkError = () => chatError({ status: 0, code: 'network', detail: null });

/** Reads a refusal of the gateway, in the OpenAI shape. */
export async function refusalOf(response: Response): Promise<ApiError> {
  const body = (await response.json().catch(() => null)) as GatewayBody;
  const retryAfter = Number(response.headers.get('retry-after'));
  return chatError({
    status: response.status,
    code: body?.error?.code ?? body?.error?.type ?? 'unexpected',
    detail: body?.error?.message ?? null,
    requestId: response.headers.get('x-request-id'),
    retryAfterSeconds: retryAfter > 0 ? retryAfter : null,
  });
}
