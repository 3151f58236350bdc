import type { FastifyBaseLogger } from 'fastify';
import { createBatcher } from './batcher.ts';
import { registerInstance } from './instance.ts';
import { startSweeper } from './sweeper.ts';

export type Money = Awaited<ReturnType<typeof startMoney>>;

/** Registers this process as an instance, opens its money lanes and sweeps up after instances that died. */
export async function startMoney(options: {
  url: string;
  log: FastifyBaseLogger;
  onBatch?: (callCount: number) => void;
}) {
  const { url, log, onBatch = () => {} } = options;
  const instance = await registerInstance(url, log);
  const batcher = createBatcher({ url, instance, log, onBatch });
  const sweeper = startSweeper({ url, batcher, log });
  return {
    batcher,
    /** Settles what runs, then says goodbye. */
    async close() {
      await sweeper.close();
      await batcher.close();
      await instance.close();
    },
  };
}
