import type { Exchange, Relayed } from './call.ts';
import { createClientPace } from './client-pace.ts';
import { createOverrunWatch } from './overrun.ts';
import { relayedWith, success } from './relayed.ts';
import { modelHeaders } from './reply.ts';
import { endOfStopped } from './stopped.ts';
import { createStreamReader, type StreamReader } from './stream-reader.ts';
import type { StreamShape } from './surface.ts';
import { errorOfBreak, errorOfEvent } from './upstream-errors.ts';

const streamHeaders = {
  'content-type': 'text/event-stream; charset=utf-8',
  // Proxies on the way must neither hold chunks back nor change them.
  'cache-control': 'no-cache, no-transform',
  'x-accel-buffering': 'no',
  'x-content-type-options': 'nosniff',
};
/** How long a server may take to close a stream after its end mark, so that the connection serves again. */
const closingMs = 1_000;

/** A stream: events go on as they come; what it ends with waits until the call is settled. */
export async function relayStream(exchange: Exchange, shape: StreamShape): Promise<Relayed> {
  const { incoming, understood, provider, upstream } = exchange;
  const { response } = incoming;
  const pace = createClientPace(exchange);
  let hasBegun = false;
  const reader = createStreamReader(shape, (bytes) => {
    hasBegun = true;
    pace.write(bytes);
  });
  response.writeHead(200, Object.assign(modelHeaders(exchange), streamHeaders));
  const reading = readAll(exchange, reader);
  // Bytes that came with the upstream's head have taken ours with them, in one write.
  if (!hasBegun) response.flushHeaders();
  const { fault, firstTokenMs, isCutShort } = await reading;
  pace.end();

  const failure = reader.failure();
  const isBroken = !isCutShort && (fault !== null || (!failure && !reader.ended()));
  const countedApart = (reader.usage() === null && upstream.counted?.()) || null;
  const said = {
    usage: reader.usage() ?? countedApart,
    saidMore: reader.saidMore() || countedApart !== null,
    outputTexts: reader.textsSaid,
    unreadBytes: reader.unreadBytes(),
    units: understood.media && unitsOf(reader, isBroken),
    isCutShort,
    firstTokenMs,
  };
  if (fault && incoming.stopped.aborted) return relayedWith(endOfStopped(incoming), provider, true, said);
  if (isBroken || (failure && !isCutShort)) {
    const error = failure ? errorOfEvent(failure, provider) : errorOfBreak(fault);
    // An error in place of an answer is a refusal, whatever the status was.
    const charged =
      !failure || said.usage !== null || said.units !== undefined || reader.textsSaid().length > 0;
    const finish = () => void response.end(reader.errorEvents(error));
    return relayedWith(
      { outcome: 'error', status: 200, errorCode: error.code, finish },
      provider,
      charged,
      said,
    );
  }
  const { wantsUsage } = understood;
  const ending = success(
    (settled) => void response.end(reader.lastEvents({ settled, wantsUsage, isCutShort })),
  );
  return relayedWith(ending, provider, true, said);
}

/** Of a stream that breaks off nobody knows how many images were made in all. */
function unitsOf(reader: StreamReader, isBroken: boolean): Relayed['units'] {
  const said = reader.unitsSaid();
  return said && isBroken ? { ...said, outputImages: undefined } : said;
}

type Read = { fault: Error | null; firstTokenMs: number | null; isCutShort: boolean };

/** Reads to the end mark, the end, the fault that ended it, or until more was said than was held for. */
async function readAll(
  { gateway, upstream, incoming, admitted, provider }: Exchange,
  reader: StreamReader,
): Promise<Read> {
  const watch = createOverrunWatch(reader, provider.kind, admitted);
  let firstTokenMs: number | null = null;
  const read = await new Promise<Omit<Read, 'firstTokenMs'>>((resolve) => {
    let isOver = false;
    let closing: NodeJS.Timeout | undefined;
    const end = (fault: Error | null, isCutShort = false) => {
      isOver = true;
      resolve({ fault, isCutShort });
    };
    const warn = (error: unknown) =>
      gateway.log.error(
        { err: error, requestId: incoming.requestId },
        'what a stream says could not be counted; its bound is not watched',
      );
    const look = async () => {
      if (!(await watch.isOver()) || isOver) return;
      end(null, true);
      upstream.abort();
    };
    upstream.consume({
      onData(chunk) {
        if (isOver) return;
        // Comments that keep the connection alive say nothing.
        if (firstTokenMs === null && chunk.includes('data:'))
          firstTokenMs = performance.now() - incoming.startedMs;
        reader.push(chunk);
        if (reader.isDone()) {
          closing = setTimeout(() => upstream.abort(), closingMs);
          upstream.resume();
          end(null);
        } else if (watch.isDue()) void look().catch(warn);
      },
      onEnd() {
        clearTimeout(closing);
        end(null);
      },
      onError(fault) {
        clearTimeout(closing);
        end(fault);
      },
    });
  });
  reader.close();
  return { firstTokenMs, ...read };
}
