import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import { type Dispatcher, Pool } from 'undici';

/*
 * The yardstick: what a proxy on Node costs that does nothing but pass requests on. undici's `dispatch`
 * speaks to the upstream (docs/adr/0003); a JSON answer is held and leaves in one write, a stream goes on as
 * it comes.
 */
const upstream = new Pool(process.env.UPSTREAM_URL as string, { connections: null, pipelining: 1 });

createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const { url = '/', headers } = request;
    upstream.dispatch(
      {
        path: url,
        method: 'POST',
        headers: {
          'content-type': headers['content-type'] ?? '',
          authorization: headers.authorization ?? '',
        },
        body: Buffer.concat(chunks),
      },
      passBack(response),
    );
  });
}).listen(Number(process.env.PORT), '127.0.0.1');

function passBack(response: ServerResponse): Dispatcher.DispatchHandler {
  const chunks: Buffer[] = [];
  let status = 502;
  let headers: IncomingHttpHeaders = {};
  let isStream = false;
  return {
    onRequestStart() {},
    onResponseStart(controller, statusCode, received) {
      status = statusCode;
      headers = received;
      isStream = headers['content-type'] === 'text/event-stream';
      if (!isStream) return;
      response.on('drain', () => controller.resume());
      response.writeHead(status, { 'content-type': 'text/event-stream' });
    },
    onResponseData(controller, chunk) {
      if (!isStream) chunks.push(chunk);
      else if (!response.write(chunk)) controller.pause();
    },
    onResponseEnd() {
      if (isStream) return void response.end();
      const body = chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks);
      response.writeHead(status, {
        'content-type': headers['content-type'] ?? '',
        'content-length': body.length,
      });
      response.end(body);
    },
    onResponseError() {
      if (response.headersSent) response.destroy();
      else response.writeHead(502).end();
    },
  };
}

// An end in order leaves a CPU profile where one is wanted.
process.on('SIGTERM', () => process.exit(0));
