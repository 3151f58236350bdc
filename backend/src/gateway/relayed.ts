import type { Relayed } from './call.ts';
import type { Incoming } from './incoming.ts';
import type { GatewayError } from './errors.ts';
import { sendError } from './reply.ts';
import type { Provider } from './snapshots/catalogue.ts';

/** What a call ends with, whatever was said until then. */
export type CallEnding = Pick<Relayed, 'outcome' | 'status' | 'errorCode' | 'finish'>;

/** What an upstream said, as far as it was heard. */
type Said = Partial<
  Pick<
    Relayed,
    'usage' | 'saidMore' | 'outputTexts' | 'unreadBytes' | 'units' | 'isCutShort' | 'firstTokenMs'
  >
>;

const noTexts = () => [];
const nothing: Said = {};

/**
 * How a call ended, and what was said in it; nothing, where that is left out.
 * Written out, since every call makes one: a spread would give each a shape of its own.
 */
export function relayedWith(
  ending: CallEnding,
  provider: Provider | null,
  charged: boolean,
  said: Said = nothing,
): Relayed {
  return {
    outcome: ending.outcome,
    status: ending.status,
    errorCode: ending.errorCode,
    provider,
    usage: said.usage ?? null,
    saidMore: said.saidMore ?? false,
    outputTexts: said.outputTexts ?? noTexts,
    unreadBytes: said.unreadBytes ?? 0,
    units: said.units,
    isCutShort: said.isCutShort ?? false,
    charged,
    firstTokenMs: said.firstTokenMs ?? null,
    finish: ending.finish,
  };
}

/** A call that was answered as it should be. */
export const success = (finish: Relayed['finish']): CallEnding => ({
  outcome: 'success',
  status: 200,
  errorCode: null,
  finish,
});

/** A call that failed before anything was sent to the client. */
export const endOfError = (incoming: Incoming, error: GatewayError): CallEnding => ({
  outcome: 'error',
  status: error.status,
  errorCode: error.code,
  finish: () => sendError(incoming, error),
});
