import { type AddressInfo, connect, createServer } from 'node:net';

/** What PostgreSQL says to every connection when it is told to stop. */
const fields = 'SFATAL\0C57P01\0Mterminating connection due to administrator command\0\0';
const stopping = Buffer.concat([Buffer.from('E'), Buffer.alloc(4), Buffer.from(fields)]);
stopping.writeInt32BE(stopping.length - 1, 1);
const terminate = Buffer.from([0x58, 0, 0, 0, 4]);

/** Passes connections on to `port` of this machine; whoever says goodbye is told that the server ends. */
export async function startEndingDatabase(port: number): Promise<{ port: number; close(): Promise<void> }> {
  const server = createServer((client) => {
    const upstream = connect(port, '127.0.0.1');
    upstream.on('data', (chunk) => client.write(chunk));
    client.on('data', (chunk) => {
      if (chunk.subarray(-terminate.length).equals(terminate)) client.end(stopping);
      else upstream.write(chunk);
    });
    for (const socket of [client, upstream]) socket.on('error', () => {});
    client.on('close', () => upstream.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
