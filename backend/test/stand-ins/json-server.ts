import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

export type SeenRequest = { method: string; path: string; headers: IncomingHttpHeaders; body: string };
/** What to answer: a status and JSON (or text); 'hang' never answers, 'reset' breaks the connection. */
export type StandInAnswer = { status: number; json?: unknown; text?: string } | 'hang' | 'reset';
export type StandIn = { url: string; seen: SeenRequest[]; close(): Promise<void> };

/** A small server on a free port that answers as told and remembers what it was asked. */
export async function startJsonServer(answer: (request: SeenRequest) => StandInAnswer): Promise<StandIn> {
  const seen: SeenRequest[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      const asked = { method, path: url, headers, body: Buffer.concat(chunks).toString() };
      seen.push(asked);
      const reply = answer(asked);
      if (reply === 'hang') return;
      if (reply === 'reset') return void request.socket.destroy();
      response.statusCode = reply.status;
      response.setHeader('content-type', reply.text === undefined ? 'application/json' : 'text/plain');
      response.end(reply.text ?? JSON.stringify(reply.json));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
