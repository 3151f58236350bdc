import type { Admission, AdmissionResult, Settlement } from './items.ts';

/** An item and the promise that somebody waits on. */
type Waiting<Item, Result> = {
  item: Item;
  resolve(result: Result): void;
  reject(error: unknown): void;
};

type WaitingAdmission = Waiting<Admission, AdmissionResult> & {
  /** Its call was told no already, whatever becomes of it. */
  refused?: boolean;
};
export type WaitingSettlement = Waiting<Settlement, void> & {
  /** On its way to the journal; in it, where its call does not wait any more; or committed, whatever the journal says. */
  journal?: 'writing' | 'written' | 'committed';
};

/** What a lane takes with it. */
export type Work = { admissions: WaitingAdmission[]; settlements: WaitingSettlement[] };

/** Tells calls that they are not let in. Should the database do so after all, they are released. */
export function refuseAdmissions(admissions: WaitingAdmission[], error: unknown): void {
  for (const waiting of admissions) {
    waiting.refused = true;
    waiting.reject(error);
  }
}

const maxItemsPerKind = 500;
/** A round trip that takes longer waits for a lock, or has lost its server. */
export const lateMs = 20;
/** After so long somebody looks again whether a meter is still locked. */
const putOffMs = 500;

export type Queue = ReturnType<typeof createQueue>;

/**
 * The waiting room of the lanes. One lane goes at a time, since few large batches are cheaper for everybody than many
 * small ones; the next one does not wait for one that is late. Who is idle is woken once per event-loop turn, so that
 * a turn's calls go together.
 */
export function createQueue() {
  const admissions: Work['admissions'] = [];
  const settlements: Work['settlements'] = [];
  /** Settlements that are taken again after a while. */
  const putOff: Work['settlements'] = [];
  const idle: (() => void)[] = [];
  /** What is under way and not late, with the timer that says when it is. */
  const underWay = new Map<Work, NodeJS.Timeout>();
  let wakeScheduled = false;
  let closedBy: Error | undefined;

  const isEmpty = () => admissions.length === 0 && settlements.length === 0;
  const mayGo = () => !isEmpty() && underWay.size === 0;
  const wakeOne = () => {
    if (wakeScheduled) return;
    wakeScheduled = true;
    setImmediate(() => {
      wakeScheduled = false;
      if (mayGo()) idle.shift()?.();
    });
  };
  /** It is back, or not waited for any more. */
  const release = (work: Work) => {
    clearTimeout(underWay.get(work));
    underWay.delete(work);
    wakeOne();
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
    /** Nothing is put off either. */
    isDone: () => isEmpty() && putOff.length === 0,
    /** Waits until there is something to take and nobody under way, or a poke. False once closed. */
    async hasWork(): Promise<boolean> {
      if (!mayGo() && !closedBy) await new Promise<void>((resume) => idle.push(resume));
      return !closedBy;
    },
    /** Everything that waits, up to a bound; after a poke that may be nothing. Is `returned` in the end. */
    take(): Work {
      const work: Work = {
        admissions: admissions.splice(0, maxItemsPerKind),
        settlements: settlements.splice(0, maxItemsPerKind),
      };
      underWay.set(
        work,
        setTimeout(() => release(work), lateMs),
      );
      return work;
    },
    returned: release,
    /** Lets idle lanes run with what there is, even nothing. */
    poke() {
      idle.splice(0).forEach((resume) => resume());
    },
    refuseAdmissions: (error: unknown) => refuseAdmissions(admissions.splice(0), error),
    /** Takes them again after a while. */
    putOff(waiting: WaitingSettlement[]) {
      if (closedBy) return waiting.forEach(({ reject }) => reject(closedBy));
      putOff.push(...waiting);
      setTimeout(() => {
        settlements.push(...putOff.splice(0));
        wakeOne();
      }, putOffMs).unref();
    },
    /** Also those that are put off. */
    settlements: (): readonly WaitingSettlement[] => [...settlements, ...putOff],
    /** Rejects what still waits and whatever comes from now on. No lane waits any more. */
    close(error: Error) {
      closedBy = error;
      [...admissions.splice(0), ...settlements.splice(0), ...putOff.splice(0)].forEach((waiting) =>
        waiting.reject(error),
      );
      idle.splice(0).forEach((resume) => resume());
    },
  };
}
