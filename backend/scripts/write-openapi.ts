import { writeFile } from 'node:fs/promises';
import { build } from '../src/app.ts';
import { loadConfig } from '../src/config.ts';

/** Writes the contract the portal's types are generated from. Needs no database. */
const app = await build({
  ...loadConfig({ LOG_LEVEL: 'silent', PUBLIC_URL: 'http://localhost:8080' }),
  databaseUrl: 'postgres://nobody@localhost/none',
  secretKey: 'signs nothing: only the contract is wanted',
  portalDirectory: undefined,
  contractOnly: true,
});
await app.ready();
await writeFile(
  new URL('../../frontend/openapi.json', import.meta.url),
  `${JSON.stringify(app.swagger(), null, 2)}\n`,
);
await app.close();
