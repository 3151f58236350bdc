import { type ApiError, isApiError } from '../../api/api-error.ts';
import type { Limit } from '../../api/limits.ts';

/** How the limit stands that refused a call. */
export type RefusingLimit = Pick<Limit, 'unit' | 'used' | 'held' | 'limit' | 'resetsAt'>;
export type ChatError = ApiError & { limit: RefusingLimit | null };

type Fault = Pick<ApiError, 'status' | 'code' | 'detail'> & Partial<ChatError>;
type GatewayBody = {
  error?: { message?: string; code?: string | null; type?: string; details?: Partial<RefusingLimit> };
} | null;

/** A fault of a chat call in the same form as the faults of the rest of the API. */
export function chatError({ status, code, detail, ...more }: Fault): ChatError {
  return Object.assign(new Error(detail ?? code), {
    name: 'ApiError',
    status,
    code,
    detail,
    requestId: null,
    fields: {},
    retryAfterSeconds: null,
    limit: null,
    ...more,
  });
}

/** Whatever a call threw. */
export const asChatError = (cause: unknown): ChatError =>
  chatError(isApiError(cause) ? cause : { status: 0, code: 'unexpected', detail: null });

/** Other refusals have other details, or none. */
function limitOf(details: Partial<RefusingLimit> = {}): RefusingLimit | null {
  const { unit, used, held, limit, resetsAt = null } = details;
  return unit && used && held && limit ? { unit, used, held, limit, resetsAt } : null;
}

/** No answer came at all. */
export const networkError = () => chatError({ status: 0, code: 'network', detail: null });

/** Reads a refusal of the gateway, in the OpenAI shape. */
export async function refusalOf(response: Response): Promise<ChatError> {
  const body = (await response.json().catch(() => null)) as GatewayBody;
  const retryAfter = Number(response.headers.get('retry-after'));
  return chatError({
    status: response.status,
    code: body?.error?.code ?? body?.error?.type ?? 'unexpected',
    detail: body?.error?.message ?? null,
    requestId: response.headers.get('x-request-id'),
    retryAfterSeconds: retryAfter > 0 ? retryAfter : null,
    limit: limitOf(body?.error?.details),
  });
}
