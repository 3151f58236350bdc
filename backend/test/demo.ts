import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type HttpClient, signIn } from './http-client.ts';
import { adminPassword, type ServerProcess } from './server-process.ts';

/** The key that a demo server prints at its first start and keeps in its data folder. */
export function demoKeyOf({ dataDir }: Pick<ServerProcess, 'dataDir'>): string {
  const kept = JSON.parse(readFileSync(path.join(dataDir, 'demo.json'), 'utf8')) as { apiKey: string };
  return kept.apiKey;
}

/** The first admin of a server started by `startServer`. */
export function signInAsAdmin({ url }: Pick<ServerProcess, 'url'>): Promise<HttpClient> {
  return signIn(url, 'admin@localhost', adminPassword);
}
