import { formatCredits } from '../lib/credits.ts';
import type { Exchange, Relayed, Understood } from './call.ts';
import { typeOfForm } from './form/index.ts';
import { relayJson } from './relay-json.ts';
import { relaySound } from './relay-sound.ts';
import { endOfError, relayedWith, success } from './relayed.ts';
import { modelHeaders, send } from './reply.ts';
import { endOfStopped } from './stopped.ts';
import { secondsOfSubtitles } from './surfaces/subtitles.ts';
import { errorOfFault } from './upstream-errors.ts';
import { readWhole } from './upstream/whole-body.ts';

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
  let body: Buffer;
  try {
    body = await readWhole(upstream, () => {});
  } catch (fault) {
    const { stopped } = incoming;
    const ending = stopped.aborted ? endOfStopped(incoming) : endOfError(incoming, errorOfFault(fault));
    return relayedWith(ending, provider, true);
  }
  const text = body.toString('utf8');
  const ending = success(({ costMicroCredits }) => {
    const headers = modelHeaders(exchange);
    headers['content-type'] = 'text/plain; charset=utf-8';
    headers['x-litemaas-cost-credits'] = formatCredits(costMicroCredits);
    send(incoming.response, 200, headers, body);
  });
  return relayedWith(ending, provider, true, {
    outputTexts: () => [text],
    // Who falls silent before the end has been listened to all the same.
    units: { inputSeconds: isLengthKnown(exchange) ? undefined : secondsOfSubtitles(text) },
  });
}

function isLengthKnown({ understood }: Exchange): boolean {
  const { most, likely } = understood.media!;
  return most.inputSeconds === likely.inputSeconds;
}
