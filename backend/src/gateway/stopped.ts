import { clientClosedRequest } from './call.ts';
import { type Incoming } from './incoming.ts';
import { GatewayError } from './errors.ts';
import { type CallEnding, endOfError } from './relayed.ts';
import { sendErrorEvent } from './reply.ts';

/** How a call ends that was stopped: its client has gone, or is told which kill switch it was. */
export function endOfStopped(incoming: Incoming, reason: unknown = incoming.stopped.reason): CallEnding {
  if (!(reason instanceof GatewayError))
    return { outcome: 'aborted', status: clientClosedRequest, errorCode: null, finish: () => {} };
  const ending: CallEnding = { ...endOfError(incoming, reason), outcome: 'aborted' };
  const { response } = incoming;
  if (!response.headersSent) return ending;
  return { ...ending, status: response.statusCode, finish: () => sendErrorEvent(incoming, reason) };
}
