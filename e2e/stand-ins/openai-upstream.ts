import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A model server as far as the journeys need it: one model, one answer, a fixed count of tokens. */
export type Upstream = { url: string; close(): Promise<void> };

export const upstreamModel = 'tiny-chat';
export const upstreamKey = 'upstream-secret';
export const upstreamAnswer = ['Small', ' models', ' answer', ' too.'];
const upstreamUsage = { prompt_tokens: 12, completion_tokens: 8, total_tokens: 20 };

/** Starts it on a free port. It speaks OpenAI's API and wants `upstreamKey`. */
export async function startUpstream(): Promise<Upstream> {
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  let body = '';
  for await (const chunk of request) body += String(chunk);
  if (request.headers.authorization !== `Bearer ${upstreamKey}`) {
    return sendJson(response, 401, { error: { message: 'Incorrect API key', code: 'invalid_api_key' } });
  }
  if (request.method === 'GET' && request.url === '/v1/models') {
    return sendJson(response, 200, { object: 'list', data: [{ id: upstreamModel, object: 'model' }] });
  }
  if (request.method !== 'POST' || request.url !== '/v1/chat/completions') {
    return sendJson(response, 404, { error: { message: 'Not found' } });
  }
  const { stream } = JSON.parse(body) as { stream?: boolean };
  if (stream) return sendStream(response);
  const message = { role: 'assistant', content: upstreamAnswer.join('') };
  sendJson(response, 200, {
    ...envelope('chat.completion'),
    choices: [{ index: 0, message, finish_reason: 'stop' }],
    usage: upstreamUsage,
  });
}

function sendStream(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  const send = (chunk: object) =>
    response.write(`data: ${JSON.stringify({ ...envelope('chat.completion.chunk'), ...chunk })}\n\n`);
  for (const content of upstreamAnswer) send({ choices: [{ index: 0, delta: { content } }] });
  send({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] });
  send({ choices: [], usage: upstreamUsage });
  response.end('data: [DONE]\n\n');
}

function sendJson(response: ServerResponse, status: number, json: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(json));
}

function envelope(object: string) {
  return { id: 'chatcmpl-1', object, created: 1767000000, model: upstreamModel };
}
