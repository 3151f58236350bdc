import { readdir, readFile } from 'node:fs/promises';
import type pg from 'pg';

/** The clock that Linux shows in /proc: 100 ticks a second on every platform. */
const tickMs = 10;

/** What a process's /proc/PID/stat says. */
export type ProcessStat = { parentId: number; ownMs: number; endedChildrenMs: number };

/** The name in parentheses may hold spaces and parentheses itself, so fields are counted from its end. */
export function parseStat(text: string): ProcessStat {
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const ticks = (position: number) => Number(fields[position - 3]) * tickMs;
  return {
    parentId: Number(fields[1]),
    ownMs: ticks(14) + ticks(15),
    endedChildrenMs: ticks(16) + ticks(17),
  };
}

/** CPU time by /proc/PID/schedstat, whose first number is nanoseconds. */
export function parseSchedstat(text: string): number {
  return Number(text.split(' ')[0]) / 1e6;
}

/**
 * Finds the server behind a connection, and gives what reads its CPU time in milliseconds: all of its
 * processes, those that have ended as well. Undefined where there is no /proc.
 */
export async function findPostgres(db: pg.ClientBase): Promise<(() => Promise<number>) | undefined> {
  if (process.platform !== 'linux') return undefined;
  const { rows } = await db.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  const backend = await readStat(String(rows[0]?.pid));
  if (!backend) return undefined;
  return () => cpuOfServer(backend.parentId);
}

async function cpuOfServer(serverId: number): Promise<number> {
  const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const times = await Promise.all(
    ids.map(async (id) => {
      const stat = await readStat(id);
      if (!stat || (Number(id) !== serverId && stat.parentId !== serverId)) return 0;
      const own = await readFile(`/proc/${id}/schedstat`, 'utf8').then(parseSchedstat, () => stat.ownMs);
      return own + (Number(id) === serverId ? stat.endedChildrenMs : 0);
    }),
  );
  return times.reduce((sum, time) => sum + time, 0);
}

/** Undefined for a process that has ended. */
function readStat(id: string): Promise<ProcessStat | undefined> {
  return readFile(`/proc/${id}/stat`, 'utf8').then(parseStat, () => undefined);
}
