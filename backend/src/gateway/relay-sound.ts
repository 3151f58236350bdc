import { formatCredits } from '../lib/credits.ts';
import type { Exchange, Relayed } from './call.ts';
import { createClientPace } from './client-pace.ts';
import { upstreamError } from './errors.ts';
import { endOfError, relayedWith, success } from './relayed.ts';
import { modelHeaders, send } from './reply.ts';
import { createSoundMeter } from './sound.ts';
import { endOfStopped } from './stopped.ts';
import { errorOfBreak } from './upstream-errors.ts';

/** Types that a browser plays, and runs nothing of. */
const soundType = /^(audio\/[\w.+-]+|application\/ogg)$/i;

/**
 * Sound: goes on as it comes, but for its last bytes, which wait until the call is settled. What breaks off breaks
 * off for the client too: there is no place in sound for an error.
 */
export async function relaySound(exchange: Exchange): Promise<Relayed> {
  const { incoming, provider } = exchange;
  const { response } = incoming;
  const { fault, last, meter, firstTokenMs } = await readAll(exchange);
  const breakOff = () => void response.destroy();
  const said = { firstTokenMs, units: { outputSeconds: meter.seconds() } };
  if (fault && incoming.stopped.aborted) {
    const ending = endOfStopped(incoming);
    if (response.headersSent) ending.finish = breakOff;
    return relayedWith(ending, provider, true, said);
  }
  if (fault || meter.bytes() === 0) {
    const error = fault ? errorOfBreak(fault) : upstreamError('The model server sent no answer.');
    const ending = endOfError(incoming, error);
    if (response.headersSent) Object.assign(ending, { status: 200, finish: breakOff });
    return relayedWith(ending, provider, fault !== null, said);
  }
  const ending = success(({ costMicroCredits }) => {
    if (response.headersSent) return void response.end(last);
    const headers = headersOf(exchange);
    headers['x-litemaas-cost-credits'] = formatCredits(costMicroCredits);
    send(response, 200, headers, last);
  });
  return relayedWith(ending, provider, true, said);
}

function headersOf(exchange: Exchange) {
  const headers = modelHeaders(exchange);
  const type =
    String(exchange.upstream.headers['content-type'] ?? '')
      .split(';')[0]
      ?.trim() ?? '';
  headers['content-type'] = soundType.test(type) ? type : 'application/octet-stream';
  headers['cache-control'] = 'no-transform';
  headers['x-content-type-options'] = 'nosniff';
  return headers;
}

/** Passes all but the last bytes on, as fast as the client takes them. */
async function readAll(exchange: Exchange) {
  const { incoming, understood, upstream } = exchange;
  const { response } = incoming;
  const meter = createSoundMeter(understood.media?.isPcm === true);
  let firstTokenMs: number | null = null;
  let last: Buffer = Buffer.alloc(0);
  const pace = createClientPace(exchange);
  const passOn = (bytes: Buffer) => {
    if (!response.headersSent) response.writeHead(200, headersOf(exchange));
    pace.write(bytes);
  };
  const fault = await new Promise<Error | null>((resolve) => {
    upstream.consume({
      onData(chunk) {
        if (chunk.length === 0) return;
        firstTokenMs ??= performance.now() - incoming.startedMs;
        meter.add(chunk);
        if (last.length > 0) passOn(last);
        last = chunk;
      },
      onEnd: () => resolve(null),
      onError: resolve,
    });
  });
  pace.end();
  return { fault, last, meter, firstTokenMs };
}
