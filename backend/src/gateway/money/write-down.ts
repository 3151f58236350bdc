import type { Journal } from './journal.ts';
import type { WaitingSettlement } from './queue.ts';

/** Writes down what is not in the journal yet, so that its clients need not wait. */
export function keepUnwritten(journal: Journal | undefined, settlements: WaitingSettlement[]): void {
  const unwritten = settlements.filter((waiting) => !waiting.journal);
  if (journal && unwritten.length > 0) void writeDown(journal, unwritten);
}

async function writeDown(journal: Journal, settlements: WaitingSettlement[]): Promise<void> {
  for (const waiting of settlements) waiting.journal = 'writing';
  const written = await journal.append(settlements.map(({ item }) => item));
  for (const waiting of settlements) {
    if (waiting.journal === 'committed') {
      if (written) journal.settled();
    } else if (written) {
      waiting.journal = 'written';
      waiting.resolve();
    } else delete waiting.journal;
  }
}
