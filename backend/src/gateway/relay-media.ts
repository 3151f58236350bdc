import { formatCredits } from '../lib/credits.ts';
import type { Exchange, Relayed, Understood } from './call.ts';
import { typeOfForm } from './form/index.ts';
import { relayJson, readWhole } from './relay-json.ts';
import { relaySound } from './relay-sound.ts';
import { modelHeaders, send, sendError } from './reply.ts';
import { endOfStopped } from './stopped.ts';
import { secondsOfSubtitles } from './surfaces/subtitles.ts';
import { errorOfFault } from './upstream-errors.ts';

/** What a request says of its body upstream; undefined: it is JSON, and so is its answer. */
export function contentTypeFor({ form, media }: Understood): string | undefined {
  if (form) return typeOfForm(form);
  return media?.answers ? 'application/json' : undefined;
}

/** An answer for images or sound that is no stream of events: JSON, a text, or sound. */
export function relayMedia(exchange: Exchange): Promise<Relayed> {
  const { answers } = exchange.understood.media!;
  const isJson = /^application\/json/i.test(String(exchange.upstream.headers['content-type']));
  // What an upstream says in JSON in place of what was asked for is read as what it is; an error, mostly.
  if (answers === null || isJson) return relayJson(exchange);
  return answers === 'text' ? relayText(exchange) : relaySound(exchange);
}

/** A whole text (a transcript, subtitles): held until it is settled, then sent as it came. */
async function relayText(exchange: Exchange): Promise<Relayed> {
  const { incoming, upstream, provider } = exchange;
  const common = {
    provider,
    charged: true,
    usage: null,
    saidMore: false,
    unreadBytes: 0,
    isCutShort: false,
    firstTokenMs: null,
  };
  let body: Buffer;
  try {
    body = await readWhole(upstream, () => {});
  } catch (fault) {
    const nothing = { ...common, outputTexts: () => [] };
    if (incoming.stopped.aborted) return { ...nothing, ...endOfStopped(incoming) };
    const error = errorOfFault(fault);
    return {
      ...nothing,
      outcome: 'error',
      status: error.status,
      errorCode: error.code,
      finish: () => sendError(incoming, error),
    };
  }
  const text = body.toString('utf8');
  return {
    ...common,
    outputTexts: () => [text],
    // Who falls silent before the end has been listened to all the same.
    units: { inputSeconds: isLengthKnown(exchange) ? undefined : secondsOfSubtitles(text) },
    outcome: 'success',
    status: 200,
    errorCode: null,
    finish({ costMicroCredits }) {
      const headers = modelHeaders(exchange);
      headers['content-type'] = 'text/plain; charset=utf-8';
      headers['x-litemaas-cost-credits'] = formatCredits(costMicroCredits);
      send(incoming.response, 200, headers, body);
    },
  };
}

function isLengthKnown({ understood }: Exchange): boolean {
  const { most, likely } = understood.media!;
  return most.inputSeconds === likely.inputSeconds;
}
