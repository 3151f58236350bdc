// The server of one test run, as Playwright starts and ends it.
import { adminPassword } from '../actors/admin.ts';
import { startServer } from './start-server.ts';

const baseUrl = process.env.LITEMAAS_E2E_URL;
if (!baseUrl) throw new Error('LITEMAAS_E2E_URL is missing: playwright.config.ts sets it.');
const starting = startServer(baseUrl, adminPassword);
for (const signal of ['SIGTERM', 'SIGINT'] as const)
  process.on(signal, () => void starting.then((server) => server.stop()));
process.exitCode = (await (await starting).ended) ?? 1;
