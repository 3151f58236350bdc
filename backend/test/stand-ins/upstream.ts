import { EventEmitter, once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  answerEmbeddings,
  answerFlood,
  answerInWords,
  answerModerations,
  answerRerank,
  type Speech,
} from './upstream-answers.ts';
import { type ChatBody, chatSpeech } from './upstream-chat.ts';
import { completionsSpeech } from './upstream-completions.ts';
import { answerImages, answerSpeech, answerTranscript } from './upstream-media.ts';
import { messagesSpeech } from './upstream-messages.ts';
import { responsesSpeech } from './upstream-responses.ts';
import type { Invoice } from './upstream-tokens.ts';

/** A request that arrived, what was sent for it and what it will be billed. */
export type UpstreamCall = {
  path: string;
  headers: IncomingHttpHeaders;
  /** The body's bytes. */
  raw: Buffer;
  body: ChatBody & { metadata?: { user_id?: string } } & Record<string, unknown>;
  /** The files of a form. */
  files: Buffer[];
  invoice: Invoice | null;
  sent: Buffer[];
  /** The other side closed before the answer was whole. */
  gone: boolean;
  /** Sends the next event (model `stepped`). */
  step: () => void;
  /** Resolves with the next step that was not waited for yet. */
  nextStep: () => Promise<void>;
};

export type Upstream = {
  url: string;
  calls: UpstreamCall[];
  invoices: () => Invoice[];
  /** The latest call whose body says `"user": user`, as soon as it has arrived. */
  callOf: (user: string) => Promise<UpstreamCall>;
  forget: () => void;
  close: () => Promise<void>;
};

/** What breaks sooner on a connection that has served before was never read, for all its client knows. */
const resetMs = 1_200;
const failure = /^fail-(\d{3})$/;
const flaky = /^flaky-(\d{3})$/;

/**
 * A stand-in for an OpenAI-compatible model server that keeps its own invoice for every request. How it
 * behaves is chosen by the model name (see upstream-styles.ts):
 * `fail-<status>` refuses, `error-at-once` does so with status 200; `flaky-<status>` refuses each distinct body once; `hang` takes the request and
 * never answers, `reset` breaks the connection then; `garbage` answers with bytes that mean nothing, and bills nothing; `flood` streams as many bytes as the other side takes; refusals are not billed.
 */
export async function startUpstream(): Promise<Upstream> {
  const calls: UpstreamCall[] = [];
  const arrivals = new EventEmitter().setMaxListeners(0);
  const server = createServer((request, response) => {
    void readCall(request, response).then((call) => {
      calls.push(call);
      answer(call, response, calls);
      arrivals.emit('call');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    invoices: () => calls.flatMap(({ invoice }) => invoice ?? []),
    async callOf(user) {
      for (;;) {
        const call = calls.findLast(({ body }) => (body.user ?? body.metadata?.user_id) === user);
        if (call) return call;
        await once(arrivals, 'call');
      }
    },
    forget: () => void calls.splice(0),
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

async function readCall(request: IncomingMessage, response: ServerResponse): Promise<UpstreamCall> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const raw = Buffer.concat(chunks);
  const call: UpstreamCall = {
    path: request.url ?? '',
    headers: request.headers,
    raw,
    ...(await readBody(raw, request.headers['content-type'] ?? '')),
    invoice: null,
    sent: [],
    gone: false,
    ...createSteps(),
  };
  response.on('close', () => (call.gone = !response.writableFinished));
  return call;
}

/** A form is read by Node's own reader, which knows nothing of ours. */
async function readBody(raw: Buffer, contentType: string) {
  if (!contentType.startsWith('multipart/'))
    return { body: JSON.parse(raw.toString()) as UpstreamCall['body'], files: [] };
  const form = await new Response(raw, { headers: { 'content-type': contentType } }).formData();
  const entries = [...form.entries()];
  const files = entries.flatMap(([, value]) => (typeof value === 'string' ? [] : [value]));
  return {
    body: Object.fromEntries(
      entries.filter(([, value]) => typeof value === 'string'),
    ) as unknown as UpstreamCall['body'],
    files: await Promise.all(files.map(async (file) => Buffer.from(await file.arrayBuffer()))),
  };
}

function createSteps() {
  let allowed = 0;
  let wake = () => {};
  return {
    step() {
      allowed += 1;
      wake();
    },
    async nextStep() {
      if (allowed === 0) await new Promise<void>((resume) => (wake = resume));
      allowed -= 1;
    },
  };
}

function answer(call: UpstreamCall, response: ServerResponse, calls: UpstreamCall[]): void {
  const { model } = call.body;
  const status = failure.exec(model)?.[1] ?? (isFirst(call, calls) ? flaky.exec(model)?.[1] : undefined);
  if (status) return refuse(response, Number(status));
  if (model === 'error-at-once') return refuseLate(call, response);
  if (call.path.endsWith('/count_tokens')) return void response.end(JSON.stringify({ input_tokens: 42 }));
  if (call.path.endsWith('/embeddings')) return answerEmbeddings(call, response);
  if (call.path.endsWith('/moderations')) return answerModerations(call, response);
  if (call.path.endsWith('/rerank')) return answerRerank(call, response);
  if (answerMedia(call, response)) return;
  if (model === 'flood') return void answerFlood(call, response);
  const speech = speeches[call.path] ?? chatSpeech;
  if (model === 'garbage') return void response.end(Buffer.alloc(2_000, 0xb5));
  answerInWords(call, response, speech);
  if (model === 'reset') setTimeout(() => response.destroy(), resetMs);
}

function answerMedia(call: UpstreamCall, response: ServerResponse): boolean {
  const media = medias[call.path];
  if (!media) return false;
  const { model } = call.body;
  if (model === 'reset') setTimeout(() => response.destroy(), resetMs);
  else if (model !== 'hang') media(call, response);
  return true;
}

const medias: Record<string, (call: UpstreamCall, response: ServerResponse) => void> = {
  '/v1/images/generations': (call, response) => answerImages(call, response, 'image_generation'),
  '/v1/images/edits': (call, response) => answerImages(call, response, 'image_edit'),
  '/v1/audio/speech': answerSpeech,
  '/v1/audio/transcriptions': answerTranscript,
  '/v1/audio/translations': answerTranscript,
};

const speeches: Record<string, Speech> = {
  '/v1/completions': completionsSpeech,
  '/v1/messages': messagesSpeech,
  '/v1/responses': responsesSpeech,
};

const isFirst = (call: UpstreamCall, calls: UpstreamCall[]) =>
  calls.find(({ raw }) => raw.equals(call.raw)) === call;

/** An error in place of an answer, or of a stream's first event. */
function refuseLate({ body }: UpstreamCall, response: ServerResponse): void {
  const error = JSON.stringify({ error: { message: 'no luck at http://10.0.0.7:4000/x', code: 502 } });
  response.setHeader('content-type', body.stream ? 'text/event-stream' : 'application/json');
  response.end(body.stream ? `data: ${error}\n\n` : error);
}

/** An error reply the way LiteLLM words it: with class names, an address and a key that are nobody's business. */
function refuse(response: ServerResponse, status: number): void {
  const message = `litellm.BadRequestError: The prompt is bad (status ${status}), see http://10.0.0.7:4000/x and sk-upstream-secret. Received Model Group=secret-group`;
  response.writeHead(status, {
    'content-type': 'application/json',
    ...(status === 429 && { 'retry-after': '7' }),
    ...(status === 302 && { location: 'http://10.0.0.7:4000/' }),
  });
  response.end(JSON.stringify({ error: { message, type: 'some_error', param: null, code: String(status) } }));
}
