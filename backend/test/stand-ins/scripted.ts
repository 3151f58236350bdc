import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a model of the stand-in does with a request. */
export type Script = (response: ServerResponse, body: Record<string, any>) => void | Promise<void>;

export type Scripted = {
  url: string;
  /** The requests that arrived, in order. */
  calls: { path: string; model: string; headers: IncomingHttpHeaders; gone: boolean }[];
  /** Gives a model its script. */
  on: (model: string, script: Script) => void;
  close: () => Promise<void>;
};

/** An upstream that answers byte for byte what a test says: for answers that no proper server would give. */
export async function startScripted(): Promise<Scripted> {
  const scripts = new Map<string, Script>();
  const calls: Scripted['calls'] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = JSON.parse(Buffer.concat(chunks).toString()) as { model: string };
      const { url: path = '', headers } = request;
      const call = { path, model: body.model, headers, gone: false };
      calls.push(call);
      response.on('close', () => (call.gone = !response.writableFinished));
      void scripts.get(body.model)?.(response, body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    on: (model, script) => void scripts.set(model, script),
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

/** An event of a chat stream. */
export const event = (data: object | string) =>
  `data: ${typeof data === 'string' ? data : JSON.stringify(data)}\n\n`;
export const delta = (content: string, more: object = {}) =>
  event({ id: 'c', created: 1, model: 'm', choices: [{ index: 0, delta: { content } }], ...more });
export const finish = (more: object = {}) =>
  event({
    id: 'c',
    created: 1,
    model: 'm',
    choices: [{ index: 0, delta: {}, finish_reason: 'stop' }],
    ...more,
  });
export const usage = (prompt: number, completion: number) => ({
  usage: { prompt_tokens: prompt, completion_tokens: completion, total_tokens: prompt + completion },
});
export const done = event('[DONE]');

/** Sends a stream and ends it. */
export const streaming =
  (...events: string[]): Script =>
  (response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.end(events.join(''));
  };
/** Sends a body and ends. */
export const sending =
  (body: string | Buffer | object, headers: Record<string, string> = {}, status = 200): Script =>
  (response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body));
  };

/** An event of a stream of messages. */
export const named = (body: { type: string; [member: string]: unknown }) =>
  `event: ${body.type}\ndata: ${JSON.stringify(body)}\n\n`;
export const messageStart = (used: object) =>
  named({
    type: 'message_start',
    message: { id: 'msg_1', type: 'message', role: 'assistant', model: 'm', content: [], usage: used },
  });
export const blockStart = named({
  type: 'content_block_start',
  index: 0,
  content_block: { type: 'text', text: '' },
});
export const textDelta = (text: string) =>
  named({ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text } });
export const blockStop = named({ type: 'content_block_stop', index: 0 });
export const messageDelta = (used: object, stop_reason: string | null = 'end_turn') =>
  named({ type: 'message_delta', delta: { stop_reason, stop_sequence: null }, usage: used });
export const messageStop = named({ type: 'message_stop' });
