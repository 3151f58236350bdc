import type { Gateway } from './gateway.ts';
import type { Incoming } from './incoming.ts';
import { databaseUnavailable, GatewayError, internalError } from './errors.ts';
import { isConnectionLost, isServerTroubled } from './money/database-faults.ts';
import { sendError } from './reply.ts';

/** Ends a call that failed: with an error where nothing was sent yet, else by breaking it off. */
export function fail(gateway: Gateway, incoming: Incoming, error: unknown): void {
  const known =
    error instanceof GatewayError
      ? error
      : isConnectionLost(error) || isServerTroubled(error)
        ? databaseUnavailable(error)
        : internalError(error);
  if (known.status >= 500) gateway.log.error({ err: error, requestId: incoming.requestId }, known.code);
  sendError(incoming, known);
  // A stream that had begun can only be broken off: an honest end would look like a whole answer.
  if (!incoming.response.writableEnded) incoming.response.destroy();
}
