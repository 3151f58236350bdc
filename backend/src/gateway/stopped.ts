import { clientClosedRequest, type Incoming, type Relayed } from './call.ts';
import { GatewayError } from './errors.ts';
import { sendError, sendErrorEvent } from './reply.ts';

type Ending = Pick<Relayed, 'outcome' | 'status' | 'errorCode' | 'finish'>;

/** How a call ends that was stopped: its client has gone, or is told which kill switch it was. */
export function endOfStopped(incoming: Incoming, reason: unknown = incoming.stopped.reason): Ending {
  if (!(reason instanceof GatewayError))
    return { outcome: 'aborted', status: clientClosedRequest, errorCode: null, finish: () => {} };
  const ending = { outcome: 'aborted', errorCode: reason.code } as const;
  const { response } = incoming;
  if (response.headersSent)
    return { ...ending, status: response.statusCode, finish: () => sendErrorEvent(incoming, reason) };
  return { ...ending, status: reason.status, finish: () => sendError(incoming, reason) };
}
