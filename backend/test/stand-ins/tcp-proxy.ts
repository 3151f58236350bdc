import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A line to a server that can be frozen: what is sent stays unanswered, and nobody is told. */
export type TcpProxy = { port: number; freeze(): void; thaw(): void; close(): Promise<void> };

/** Passes connections on to `port` of this machine. */
export async function startTcpProxy(port: number): Promise<TcpProxy> {
  const sockets = new Set<Socket>();
  let frozen = false;

  function add(socket: Socket): Socket {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => {});
    if (frozen) socket.pause();
    return socket;
  }

  const server = createServer((client) => {
    const upstream = connect(port, '127.0.0.1');
    pass(add(client), upstream);
    pass(add(upstream), client);
  });
  function pass(from: Socket, to: Socket) {
    from.on('data', (chunk) => to.write(chunk));
    from.on('close', () => to.destroy());
    if (frozen) from.pause();
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    freeze() {
      frozen = true;
      sockets.forEach((socket) => socket.pause());
    },
    thaw() {
      frozen = false;
      sockets.forEach((socket) => socket.resume());
    },
    close() {
      sockets.forEach((socket) => socket.destroy());
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
