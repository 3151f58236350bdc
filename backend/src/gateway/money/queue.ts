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
  let closedBy: Error | undefined;

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
        if (closedBy) return reject(closedBy);
        admissions.push({ item, resolve, reject });
        wakeOne();
      }),
    settle: (item: Settlement) =>
      new Promise<void>((resolve, reject) => {
        if (closedBy) return reject(closedBy);
        settlements.push({ item, resolve, reject });
        wakeOne();
      }),
    isEmpty,
    /** Waits until there is something to take, or a poke. False once closed. */
    async hasWork(): Promise<boolean> {
      if (isEmpty() && !closedBy) await new Promise<void>((resume) => idle.push(resume));
      return !closedBy;
    },
    /** Everything that waits, up to a bound; after a poke that may be nothing. */
    take: (): Work => ({
      admissions: admissions.splice(0, maxItemsPerKind),
      settlements: settlements.splice(0, maxItemsPerKind),
    }),
    /** Lets idle lanes run with what there is, even nothing. */
    poke() {
      idle.splice(0).forEach((resume) => resume());
    },
    refuseAdmissions(error: unknown) {
      admissions.splice(0).forEach((waiting) => waiting.reject(error));
    },
    /** Rejects what still waits and whatever comes from now on. No lane waits any more. */
    close(error: Error) {
      closedBy = error;
      [...admissions.splice(0), ...settlements.splice(0)].forEach((waiting) => waiting.reject(error));
      idle.splice(0).forEach((resume) => resume());
    },
  };
}
