import type { GatewayError } from '../errors.ts';
import type { ErrorShape } from '../surface.ts';

/** The error shape of Anthropic's API: the types are its own, and our stable code is where its clients look for one. */
export const messagesErrors: ErrorShape = {
  body: errorBody,
  event: (error) => `event: error\ndata: ${errorBody(error)}\n\n`,
};

const types: Record<number, string> = {
  401: 'authentication_error',
  402: 'billing_error',
  403: 'permission_error',
  404: 'not_found_error',
  409: 'conflict_error',
  413: 'request_too_large',
  429: 'rate_limit_error',
  503: 'overloaded_error',
  504: 'timeout_error',
};

const typeOf = (status: number) => types[status] ?? (status < 500 ? 'invalid_request_error' : 'api_error');

function errorBody({ status, message, code, param, details }: GatewayError, requestId?: string): string {
  return JSON.stringify({
    type: 'error',
    error: {
      type: typeOf(status),
      message,
      details: { error_code: code, ...(param !== null && { param }), ...details },
    },
    ...(requestId !== undefined && { request_id: requestId }),
  });
}
