import { type ApiError, isApiError } from '../../api/api-error.ts';
import type { Limit } from '../../api/limits.ts';

/** How the limit stands that refused a call. */
export type RefusingLimit = Pick<Limit, 'unit' | 'limit' | 'resetsAt'> & { used: string; held: string };
/** Which limit a call met, or that it was the model server's own. */
export type LimitDetails = { unit?: string; limit?: string; source?: string };
export type ChatError = ApiError & { limit: RefusingLimit | null; details?: LimitDetails };

type Fault = Pick<ApiError, 'status' | 'code' | 'detail'> & Partial<ChatError>;
type Details = LimitDetails & Partial<Pick<RefusingLimit, 'used' | 'held' | 'resetsAt'>>;
type GatewayError = { message?: string; code?: string | null; type?: string; details?: Details };
type GatewayBody = { error?: GatewayError } | null;

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
function limitOf(details: Details = {}): RefusingLimit | null {
  const { unit, used, held, limit, resetsAt = null } = details;
  return unit && used && held && limit
    ? { unit: unit as RefusingLimit['unit'], used, held, limit, resetsAt }
    : null;
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
    details: body?.error?.details,
    requestId: response.headers.get('x-request-id'),
    retryAfterSeconds: retryAfter > 0 ? retryAfter : null,
    limit: limitOf(body?.error?.details),
  });
}
