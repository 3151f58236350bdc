import type { FastifyBaseLogger } from 'fastify';
import { createBatcher } from './batcher.ts';
import { registerInstance } from './instance.ts';
import { createJournal } from './journal.ts';
import { replayJournals } from './replay.ts';
import { startSweeper } from './sweeper.ts';

export type Money = Awaited<ReturnType<typeof startMoney>>;
/** How the gateway comes to the money it asks. */
export type StartMoney = (
  ...args: Parameters<typeof startMoney>
) => Promise<Pick<Money, 'batcher' | 'instanceId' | 'close'>>;

/** Registers this process as an instance, opens its money lanes and settles what others, or it itself before, could not. */
export async function startMoney(options: {
  url: string;
  log: FastifyBaseLogger;
  onBatch?: (callCount: number) => void;
  /** Where settlements wait while the database is away. */
  journalDirectory: string | undefined;
}) {
  const { url, log, onBatch = () => {}, journalDirectory } = options;
  const instance = await registerInstance(url, log);
  const journal = journalDirectory ? createJournal(journalDirectory, instance.id(), log) : undefined;
  const batcher = createBatcher({ url, instance, log, onBatch, journal });
  if (journalDirectory) await replayJournals({ url, directory: journalDirectory, batcher, log });
  const sweeper = startSweeper({ url, batcher, log });
  return {
    batcher,
    instanceId: instance.id,
    sweep: sweeper.sweep,
    /** Settles what runs, then says goodbye. */
    async close() {
      // Together: a sweep under way waits for the batcher, which gives up after a while.
      await Promise.all([sweeper.close(), batcher.close()]);
      await instance.close();
    },
  };
}
