import type { Admission, AdmissionResult, Settlement } from './items.ts';

/** An item and the promise that somebody waits on. */
export type Waiting<Item, Result> = {
  item: Item;
  resolve(result: Result): void;
  reject(error: unknown): void;
};

/** What a lane takes with it. */
export type Work = {
  admissions: Waiting<Admission, AdmissionResult>[];
  settlements: Waiting<Settlement, void>[];
};

const maxItemsPerKind = 500;

export type Queue = ReturnType<typeof createQueue>;

/** The waiting room of the lanes. Whoever is idle is woken once per event-loop turn, so that a turn's calls go together. */
export function createQueue() {
  const admissions: Work['admissions'] = [];
  const settlements: Work['settlements'] = [];
  const idle: (() => void)[] = [];
  let wakeScheduled = false;
  let closed = false;

  const isEmpty = () => admissions.length === 0 && settlements.length === 0;
  const wakeOne = () => {
    if (wakeScheduled) return;
    wakeScheduled = true;
    setImmediate(() => {
      wakeScheduled = false;
      idle.shift()?.();
    });
  };

  return {
    admit: (item: Admission) =>
      new Promise<AdmissionResult>((resolve, reject) => {
        admissions.push({ item, resolve, reject });
        wakeOne();
      }),
    settle: (item: Settlement) =>
      new Promise<void>((resolve, reject) => {
        settlements.push({ item, resolve, reject });
        wakeOne();
      }),
    /** Waits until there is something to take, or a poke. False once closed and empty. */
    async hasWork(): Promise<boolean> {
      if (isEmpty() && !closed) await new Promise<void>((resume) => idle.push(resume));
      return !isEmpty() || !closed;
    },
    /** Everything that waits, up to a bound; after a poke that may be nothing. */
    take: (): Work => ({
      admissions: admissions.splice(0, maxItemsPerKind),
      settlements: settlements.splice(0, maxItemsPerKind),
    }),
    /** Lets an idle lane run with what there is, even nothing. */
    poke: wakeOne,
    refuseAdmissions(error: unknown) {
      admissions.splice(0).forEach((waiting) => waiting.reject(error));
    },
    /** No lane waits any more; settlements that are still there are taken first. */
    close() {
      closed = true;
      idle.splice(0).forEach((resume) => resume());
    },
    /** Gives up on what still waits. */
    abandon(error: unknown) {
      [...admissions.splice(0), ...settlements.splice(0)].forEach((waiting) => waiting.reject(error));
    },
  };
}
