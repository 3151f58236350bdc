import { useState } from 'react';
import { isApiError } from './api-error.ts';

/** Not `crypto.randomUUID`, which browsers offer on secure origins only. */
function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

const refusals = ['invalid_request', 'insufficient_balance', 'not_found', 'forbidden'];

/**
 * The Idempotency-Key of one opened dialog: whatever is sent twice with it happens once. Only after an answer that
 * says that nothing was done (`renewAfter`) the next try, with other values perhaps, gets a new one.
 */
export function useIdempotencyKey() {
  const [key, setKey] = useState(newKey);
  const renewAfter = (error: unknown) => {
    if (isApiError(error) && refusals.includes(error.code)) setKey(newKey());
  };
  return { key, renewAfter };
}
