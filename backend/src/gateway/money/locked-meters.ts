import { setTimeout as wait } from 'node:timers/promises';
import type pg from 'pg';
import { plainArray } from './arrays.ts';
import type { Work } from './queue.ts';

const looksMost = 3;
/** All of them take longer than another batch can wait with its own meters locked. */
const betweenLooksMs = 600;

export type LockedMeters = ReturnType<typeof createLockedMeters>;

/** Remembers which meters somebody else has locked for long, so that nobody waits for them but who needs them. */
export function createLockedMeters(onLook: () => void) {
  const known = new Set<bigint>();

  return {
    /** Which meters of the work are known to be locked, and still are. */
    async stillLocked(lane: pg.Client, work: Work): Promise<Set<bigint>> {
      const suspects = known.size === 0 ? [] : metersOf(work).filter((id) => known.has(id));
      if (suspects.length === 0) return new Set();
      const locked = await findLocked(lane, suspects);
      onLook();
      for (const id of suspects) if (!locked.has(id)) known.delete(id);
      return locked;
    },
    /** Which meters of the work are locked whenever one looks; batches have theirs for a moment only. */
    async find(lane: pg.Client, work: Work): Promise<Set<bigint>> {
      let locked = await findLocked(lane, metersOf(work));
      for (let looks = 1; looks < looksMost && [...locked].some((id) => !known.has(id)); looks += 1) {
        onLook();
        await wait(betweenLooksMs);
        locked = await findLocked(lane, [...locked]);
      }
      for (const id of locked) known.add(id);
      return locked;
    },
  };
}

/** The work that needs one of these meters, and the rest of it. */
export function divideBy(
  locked: Set<bigint>,
  { admissions, settlements }: Work,
): { needs: Work; rest: Work } {
  const isLockedOut = ({ item }: { item: Pick<Work['admissions'][number]['item'], 'shares'> }) =>
    item.shares.some(({ meterId }) => locked.has(meterId));
  const isFree = (waiting: Parameters<typeof isLockedOut>[0]) => !isLockedOut(waiting);
  return {
    needs: { admissions: admissions.filter(isLockedOut), settlements: settlements.filter(isLockedOut) },
    rest: { admissions: admissions.filter(isFree), settlements: settlements.filter(isFree) },
  };
}

const metersOf = ({ admissions, settlements }: Work): bigint[] => [
  ...new Set(
    [...admissions, ...settlements].flatMap(({ item }) => item.shares.map(({ meterId }) => meterId)),
  ),
];

async function findLocked(lane: pg.Client, meterIds: bigint[]): Promise<Set<bigint>> {
  const { rows } = await lane.query<{ id: bigint }>(
    'SELECT id FROM meters WHERE id = ANY ($1::bigint[]) ORDER BY id FOR UPDATE SKIP LOCKED',
    [plainArray(meterIds)],
  );
  const free = new Set(rows.map(({ id }) => id));
  return new Set(meterIds.filter((id) => !free.has(id)));
}
