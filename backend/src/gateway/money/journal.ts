import { type FileHandle, open, readdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import type { FastifyBaseLogger } from 'fastify';
import { makeFolder } from '../../lib/make-folder.ts';
import type { Settlement } from './items.ts';

const fileBytesMost = 64 * 1024 * 1024;
const fileForm = /^settlements-(\d+)\.jsonl$/;

export type Journal = ReturnType<typeof createJournal>;

/**
 * Settlements that wait for the database, on disk, so that their clients need not wait and a crash loses
 * nothing. They stay in memory too, and are delivered from there; the file is for the next start. Each is
 * settled once, whoever delivers it: its request id is unique among usage records.
 */
export function createJournal(directory: string, instanceId: bigint, log: FastifyBaseLogger) {
  const file = path.join(directory, `settlements-${instanceId}.jsonl`);
  let handle: FileHandle | undefined;
  let bytes = 0;
  let unsettled = 0;
  let last: Promise<unknown> = Promise.resolve();

  /** One at a time, so that the file does not go while something is added to it. */
  function inTurn<Result>(act: () => Promise<Result>): Promise<Result> {
    const turn = last.then(act);
    last = turn.catch(() => {});
    return turn;
  }

  async function write(settlements: Settlement[]): Promise<boolean> {
    const text = settlements.map((settlement) => `${serialise(settlement)}\n`).join('');
    if (bytes + text.length > fileBytesMost) return false;
    try {
      makeFolder(directory, 0o700);
      handle ??= await open(file, 'a', 0o600);
      await handle.appendFile(text);
      await handle.datasync();
    } catch (error) {
      log.error(
        { err: error },
        'settlements could not be written to the journal; they wait for the database',
      );
      return false;
    }
    bytes += text.length;
    unsettled += settlements.length;
    return true;
  }

  async function remove(): Promise<void> {
    await handle?.close();
    handle = undefined;
    bytes = 0;
    await rm(file, { force: true });
  }

  return {
    /** Writes them through to the disk. False: there is no room, or the disk fails. */
    append: (settlements: Settlement[]) => inTurn(() => write(settlements)),
    /** One of them is committed. The last one takes the file with it. */
    settled(): void {
      void inTurn(async () => {
        unsettled -= 1;
        if (unsettled === 0) await remove();
      }).catch((error: unknown) => log.warn({ err: error }, 'an empty journal could not be removed'));
    },
    /** Leaves the file to the next start, if there is something in it. */
    close: () => inTurn(async () => handle?.close()),
  };
}

/** What an instance that is gone has left on disk. */
export type LeftJournal = { instanceId: bigint; settlements: Settlement[]; remove: () => Promise<void> };

/** Reads the journals in a folder. The half of a line that a crash left behind is of a call whose client was not told of its end. */
export async function readJournals(directory: string): Promise<LeftJournal[]> {
  const names = await readdir(directory).catch(() => []);
  const left: LeftJournal[] = [];
  for (const name of names) {
    const instanceId = fileForm.exec(name)?.[1];
    if (instanceId === undefined) continue;
    const file = path.join(directory, name);
    const lines = (await readFile(file, 'utf8')).split('\n').slice(0, -1);
    left.push({
      instanceId: BigInt(instanceId),
      settlements: lines.map(deserialise),
      remove: () => rm(file, { force: true }),
    });
  }
  return left;
}

function serialise(settlement: Settlement): string {
  return JSON.stringify(settlement, (_, value: unknown) =>
    typeof value === 'bigint' ? { bigint: value.toString() } : value,
  );
}

function deserialise(line: string): Settlement {
  return JSON.parse(line, (_, value: unknown) => {
    const bigint = typeof value === 'object' && value !== null && (value as { bigint?: unknown }).bigint;
    return typeof bigint === 'string' ? BigInt(bigint) : value;
  }) as Settlement;
}
