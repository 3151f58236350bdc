import { GatewayError } from '../errors.ts';

/* The same codes as the management API's (backend/src/errors.ts). */

const conflict = (
  code: string,
  message: string,
  headers: Record<string, string>,
  details?: Record<string, unknown>,
) =>
  new GatewayError(409, code, 'invalid_request_error', message, {
    headers,
    ...(details && { details }),
  });
const final = { 'x-should-retry': 'false' };

/** The first call runs, so there is no answer yet to give again. */
export const idempotencyInProgress = () =>
  conflict('idempotency_in_progress', 'The first call with this Idempotency-Key is still running.', {
    'retry-after': '1',
  });

/** The key stands for another request. */
export const idempotencyConflict = () =>
  conflict('idempotency_key_reused', 'This Idempotency-Key was used for a different request.', final);

/** @param requestId of the first call: its usage record says what it came to */
export const idempotencyAnswerLost = (requestId: string) =>
  conflict(
    'idempotency_answer_lost',
    'The first call with this Idempotency-Key was made and charged, but its answer is not there any more: it was too large to keep, was broken off, or got lost. To make the call again, use a new key.',
    final,
    { requestId },
  );
