import type { ServerResponse } from 'node:http';
import type { UpstreamCall } from './upstream.ts';
import { type ChatBody, invoiceOf, type UsageStyle } from './upstream-chat.ts';
import { type Style, styleOf } from './upstream-styles.ts';
import { type Invoice, inputTokensOf } from './upstream-tokens.ts';

const brokenOffWords = 3;

/** How one API answers that streams words. */
export type Speech = {
  /** What is billed for a request when `wordCount` of its words were sent. */
  invoiceOf: (body: ChatBody, wordCount?: number) => Invoice;
  json: (body: ChatBody, invoice: Invoice | null) => string;
  /** The events of a stream, without their blank lines. */
  events: (body: ChatBody, invoice: Invoice, usage: UsageStyle) => string[];
  /** How many of them come before the first word. */
  opening: number;
  errorInside: string;
  endMark: string | null;
};

/** Answers, streamed or not, in the style of the model. */
export function answerInWords(call: UpstreamCall, response: ServerResponse, speech: Speech): void {
  const { body } = call;
  if (body.model === 'hang' || body.model === 'reset') call.invoice = speech.invoiceOf(body, 0);
  else if (body.stream) void streamWords(call, response, speech, styleOf(body.model));
  else sendJson(call, response, speech, styleOf(body.model));
}

function sendJson(call: UpstreamCall, response: ServerResponse, speech: Speech, style: Style): void {
  call.invoice = withCache(speech.invoiceOf(call.body), style);
  const text = speech.json(call.body, style.usage === 'never' ? null : call.invoice);
  response.setHeader('content-type', 'application/json');
  if (style.contentLength) return void response.end(text);
  response.write(text.slice(0, 10));
  response.end(text.slice(10));
}

async function streamWords(
  call: UpstreamCall,
  response: ServerResponse,
  speech: Speech,
  style: Style,
): Promise<void> {
  const isWhole = style.afterThree === 'go on';
  call.invoice = withCache(speech.invoiceOf(call.body, isWhole ? undefined : brokenOffWords), style);
  const events = eventsOf(call, speech, style);
  response.writeHead(200, { 'content-type': style.contentType ?? 'text/event-stream' });
  response.flushHeaders();
  for (const part of cutUp(events, style)) {
    if (style.stepped) await call.nextStep();
    if (style.chunkMs > 0) await new Promise((resume) => setTimeout(resume, style.chunkMs));
    if (response.destroyed) return;
    call.sent.push(part);
    await new Promise((resume) => response.write(part, resume));
  }
  if (style.afterThree === 'drop') response.destroy();
  else if (style.afterThree !== 'pause') response.end();
}

/** The text of the events, in order, each with its closing blank line. */
function eventsOf(call: UpstreamCall, speech: Speech, style: Style): string[] {
  const { body, invoice } = call;
  const all = speech.events(body, invoice ?? speech.invoiceOf(body), style.usage);
  const said = style.afterThree === 'go on' ? all : all.slice(0, speech.opening + brokenOffWords);
  const event = (lines: string) => lines.replaceAll('\n', style.lineEnd) + style.lineEnd + style.lineEnd;
  const heartbeat = `: still here${style.lineEnd}${style.lineEnd}`;
  return [
    ...said.map((lines) => (style.heartbeats ? heartbeat : '') + event(lines)),
    ...(style.afterThree === 'error' ? [event(speech.errorInside)] : []),
    ...(speech.endMark !== null && style.done && style.afterThree === 'go on' ? [event(speech.endMark)] : []),
  ];
}

function cutUp(events: string[], { cut }: Style): Buffer[] {
  if (cut === 'events') return events.map((event) => Buffer.from(event));
  const bytes = Buffer.from(events.join(''));
  if (cut === 'whole') return [bytes];
  const parts: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += parts.at(-1)?.length ?? 0)
    parts.push(bytes.subarray(at, at + 1 + Math.floor(Math.random() * 60)));
  return parts;
}

function withCache(invoice: ReturnType<typeof invoiceOf>, { cached }: Style) {
  return cached ? { ...invoice, cachedTokens: Math.floor(invoice.promptTokens / 2) } : invoice;
}

/** Vectors of two numbers per input: base64 of 32-bit floats where that is asked for. */
export function answerEmbeddings(call: UpstreamCall, response: ServerResponse): void {
  const { input, encoding_format: format, model } = call.body;
  const isOne = !Array.isArray(input) || typeof input[0] === 'number';
  const inputs: unknown[] = isOne ? [input] : (input as unknown[]);
  call.invoice = { promptTokens: inputTokensOf(input), cachedTokens: 0, completionTokens: 0 };
  const vector = [0.5, -0.25];
  const embedding =
    format === 'base64' ? Buffer.from(Float32Array.from(vector).buffer).toString('base64') : vector;
  const { promptTokens } = call.invoice;
  response.setHeader('content-type', 'application/json');
  response.end(
    JSON.stringify({
      object: 'list',
      model,
      data: inputs.map((_, index) => ({ object: 'embedding', index, embedding })),
      ...(styleOf(model).usage !== 'never' && {
        usage: { prompt_tokens: promptTokens, total_tokens: promptTokens },
      }),
    }),
  );
}

const sendBody = (response: ServerResponse, body: object) => {
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify(body));
};

/** Flags what has the word `bad` in it. Nobody counts tokens here. */
export function answerModerations(call: UpstreamCall, response: ServerResponse): void {
  const { input, model } = call.body;
  const results = [input]
    .flat()
    .map((text) => ({ flagged: String(text).includes('bad'), categories: {}, category_scores: {} }));
  sendBody(response, { id: 'modr-standin', model, results });
}

/** The last document is the best. Usage is where the model's name says. */
export function answerRerank(call: UpstreamCall, response: ServerResponse): void {
  const { query, documents, model } = call.body as unknown as {
    query: string;
    documents: unknown[];
    model: string;
  };
  const tokens = documents.reduce<number>(
    (sum, document) => sum + inputTokensOf([query, String(document)]),
    0,
  );
  call.invoice = { promptTokens: tokens, cachedTokens: 0, completionTokens: 0 };
  const results = documents
    .map((_, index) => ({ index, relevance_score: (index + 1) / documents.length }))
    .toReversed();
  const styles: Record<string, object> = {
    'no-usage': { meta: { billed_units: { search_units: 1 } } },
    'usage-meta': { meta: { billed_units: { search_units: 1 }, tokens: { input_tokens: tokens } } },
  };
  sendBody(response, {
    id: 'rerank-standin',
    results,
    ...(styles[model] ?? { usage: { total_tokens: tokens } }),
  });
}

const floodEvent = Buffer.from(
  `data: {"choices":[{"index":0,"delta":{"content":" x"}}],"padding":"${'x'.repeat(1000)}"}\n\n`,
);

/** Until what was written has been taken, or nobody is there any more. */
function untilTaken(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const go = () => {
      response.off('drain', go).off('close', go);
      resolve();
    };
    response.on('drain', go).on('close', go);
  });
}

/** Streams `words` events of a word and a thousand characters around it, as fast as they are taken. */
export async function answerFlood(call: UpstreamCall, response: ServerResponse): Promise<void> {
  call.invoice = { ...invoiceOf(call.body, 0), completionTokens: 5 };
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  for (let event = 0; event < (call.body.words ?? 0) && !response.destroyed; event += 1) {
    call.sent.push(floodEvent);
    if (!response.write(floodEvent)) await untilTaken(response);
  }
  const { promptTokens: prompt_tokens, completionTokens: completion_tokens } = call.invoice;
  const usage = { prompt_tokens, completion_tokens, total_tokens: prompt_tokens + completion_tokens };
  response.end(`data: ${JSON.stringify({ choices: [], usage })}\n\ndata: [DONE]\n\n`);
}
