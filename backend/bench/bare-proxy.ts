import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import { type Dispatcher, Pool } from 'undici';

/**
 * The yardstick: what a proxy on Node costs that does nothing but pass requests on. Bodies are held, the
 * answer leaves in one write, undici's `dispatch` speaks to the upstream (docs/adr/0003).
 */
const upstream = new Pool(process.env.UPSTREAM_URL as string, { connections: 64, pipelining: 1 });

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
  return {
    onRequestStart() {},
    onResponseStart(_controller, statusCode, received) {
      status = statusCode;
      headers = received;
    },
    onResponseData(_controller, chunk) {
      chunks.push(chunk);
    },
    onResponseEnd() {
      const body = chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks);
      response.writeHead(status, {
        'content-type': headers['content-type'] ?? '',
        'content-length': body.length,
      });
      response.end(body);
    },
    onResponseError() {
      response.writeHead(502).end();
    },
  };
}
