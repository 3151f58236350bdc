import type * as appModule from '../../src/app.ts';
import type * as configModule from '../../src/config.ts';
import type { StartMoney } from '../../src/gateway/money/index.ts';

/*
 * The gateway with money that lets everybody in and keeps no books: what is left is what the rest of it
 * costs. Only the benchmark has this; the server has no setting for it.
 */
const built = <Module>(file: string) =>
  import(new URL(`../../dist/${file}`, import.meta.url).href) as Promise<Module>;
const { build } = await built<typeof appModule>('app.js');
const { loadConfig } = await built<typeof configModule>('config.js');

const startMoney: StartMoney = async () => ({
  batcher: {
    admit: async () => ({
      admitted: true,
      hold: { holdId: 'hld_bench', admittedAtMs: 0 },
      minutes: new Map(),
    }),
    settle: async () => {},
    instanceId: () => 0n,
    openCallCount: () => 0,
    isConnected: () => true,
    close: async () => {},
  },
  // No instance that is registered.
  instanceId: () => 0n,
  close: async () => {},
});

const config = loadConfig(process.env);
const app = await build({
  ...config,
  databaseUrl: config.databaseUrl ?? '',
  secretKey: config.secretKey ?? '',
  portalDirectory: undefined,
  startMoney,
});
await app.listen({ host: config.host, port: config.port });
process.on('SIGTERM', () => void app.close().then(() => process.exit(0)));
