import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';

export type HttpProxy = {
  url: string;
  /** Where it was asked to lead, and with which credentials. */
  asked: { target: string; authorization: string | undefined }[];
  close(): Promise<void>;
};

/** An HTTP proxy that makes tunnels (CONNECT), for those who know its user and password where it has one. */
export async function startHttpProxy(credentials?: string): Promise<HttpProxy> {
  const asked: HttpProxy['asked'] = [];
  const server = createServer();
  const sockets = new Set<{ destroy(): unknown }>();
  server.on('connect', (request, client) => {
    const authorization = request.headers['proxy-authorization'];
    asked.push({ target: request.url ?? '', authorization });
    sockets.add(client);
    client.on('error', () => {});
    const wanted = credentials && `Basic ${Buffer.from(credentials).toString('base64')}`;
    if (authorization !== wanted)
      return void client.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
    const [host = '', port = ''] = (request.url ?? '').split(':');
    const upstream = connect(Number(port), host, () => {
      client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      upstream.pipe(client).pipe(upstream);
    });
    sockets.add(upstream);
    upstream.on('error', () => client.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    close() {
      sockets.forEach((socket) => socket.destroy());
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
