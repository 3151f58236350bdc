import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A line to a server that fails on demand. */
export type TcpProxy = {
  port: number;
  /** What is sent stays unanswered, and nobody is told. */
  freeze(): void;
  thaw(): void;
  /** Passes nothing on of the connections there are, and nobody is told; new ones work. */
  blackhole(): void;
  /** Cuts every connection there is when the server next answers on it: the work is done, and nobody hears of it. */
  cutAtNextAnswer(): void;
  /** Lets those live that have not been cut yet. */
  spare(): void;
  /** Cuts all connections and refuses new ones, until `resume`. */
  stop(): void;
  resume(): void;
  close(): Promise<void>;
};

/** Passes connections on to `port` of this machine. */
export async function startTcpProxy(port: number): Promise<TcpProxy> {
  const sockets = new Set<Socket>();
  const upstreams = new Set<Socket>();
  const doomed = new Set<Socket>();
  let frozen = false;
  let stopped = false;

  function add(socket: Socket): Socket {
    sockets.add(socket);
    socket.on('close', () => {
      sockets.delete(socket);
      doomed.delete(socket);
    });
    socket.on('error', () => {});
    if (frozen) socket.pause();
    return socket;
  }

  const server = createServer((client) => {
    if (stopped) return void client.destroy();
    const upstream = connect(port, '127.0.0.1');
    upstreams.add(upstream);
    upstream.on('close', () => upstreams.delete(upstream));
    pass(add(client), upstream);
    pass(add(upstream), client);
  });
  function pass(from: Socket, to: Socket) {
    from.on('data', (chunk) => (doomed.has(from) ? from.destroy() : to.write(chunk)));
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
    blackhole() {
      sockets.forEach((socket) => socket.pause());
    },
    cutAtNextAnswer() {
      upstreams.forEach((socket) => doomed.add(socket));
    },
    spare() {
      doomed.clear();
    },
    stop() {
      stopped = true;
      sockets.forEach((socket) => socket.destroy());
    },
    resume() {
      stopped = false;
    },
    close() {
      sockets.forEach((socket) => socket.destroy());
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
