import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import type { App } from '../app.ts';
import { StartupError } from '../lib/startup-error.ts';

type Address = { host: string; port: number };

/**
 * Makes sure early that the address can be had: before a database is created. Gives the port, which is a free one
 * where any will do (0). @throws StartupError
 */
export async function requireFreeAddress(address: Address): Promise<number> {
  const server = createServer();
  try {
    server.listen({ ...address, exclusive: true });
    await once(server, 'listening');
  } catch (error) {
    throw addressError(address, error as NodeJS.ErrnoException);
  }
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** Listens, and gives the address as a URL. @throws StartupError */
export async function listen(app: App, { host, port }: Address): Promise<string> {
  try {
    return await app.listen({ host, port });
  } catch (error) {
    throw addressError({ host, port }, error as NodeJS.ErrnoException);
  }
}

function addressError({ host, port }: Address, error: NodeJS.ErrnoException): Error {
  switch (error.code) {
    case 'EADDRINUSE':
      return new StartupError(
        `Port ${port} on ${host} is taken by another program. Stop that program, or choose another port: PORT=8081 npm start.`,
      );
    case 'EACCES':
      return new StartupError(
        `This user may not listen on port ${port}. Choose a port above 1023: PORT=8080 npm start.`,
      );
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return new StartupError(
        `HOST=${host} is no address of this machine. Use 127.0.0.1 for this machine only, 0.0.0.0 for all its addresses.`,
      );
    default:
      return error;
  }
}
