import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync, readlinkSync } from 'node:fs';

/**
 * When a process started, in whatever unit the system counts; only good for comparing. A process id
 * alone may have been given to another program since. Undefined: no such process, or only its remains.
 */
export function startTimeOf(pid: number): string | undefined {
  if (process.platform === 'linux') return startTimeFromProc(pid);
  if (process.platform === 'win32') return isAlive(pid) ? 'unknown' : undefined;
  const columns = askPs(pid, ['-o', 'stat=', '-o', 'lstart=']).trim();
  return columns === '' || columns.startsWith('Z') ? undefined : columns.replace(/^\S+\s+/, '');
}

function startTimeFromProc(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The program's name stands in brackets and may hold anything, spaces and brackets too.
    const [state = '', ...rest] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return 'ZX'.includes(state) ? undefined : rest[18];
  } catch {
    return undefined;
  }
}

/** Whether the id is taken, also by a process that ended and that nobody has collected. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Whether process `pid` is a PostgreSQL server working in `clusterDir` (a real path). */
export function isServerOf(pid: number, clusterDir: string): boolean {
  if (startTimeOf(pid) === undefined) return false;
  if (process.platform === 'linux') return worksIn(pid, clusterDir);
  if (process.platform === 'win32') return true;
  const command = askPs(pid, ['-o', 'command=']);
  return command.includes('postgres') && command.includes(clusterDir);
}

/** Processes of a server in `clusterDir` that are still there, its children included; Linux only. */
export function serverProcesses(clusterDir: string): number[] {
  if (process.platform !== 'linux') return [];
  const pids = readdirSync('/proc').map(Number).filter(Number.isInteger);
  return pids.filter((pid) => worksIn(pid, clusterDir));
}

function worksIn(pid: number, clusterDir: string): boolean {
  try {
    const program = readFileSync(`/proc/${pid}/comm`, 'utf8').trim();
    return program === 'postgres' && readlinkSync(`/proc/${pid}/cwd`) === clusterDir;
  } catch {
    return false;
  }
}

function askPs(pid: number, columns: string[]): string {
  try {
    const env = { ...process.env, LC_ALL: 'C', TZ: 'UTC' };
    return execFileSync('ps', [...columns, '-p', String(pid)], {
      env,
      stdio: ['ignore', 'pipe', 'ignore'],
    }).toString();
  } catch {
    return '';
  }
}
