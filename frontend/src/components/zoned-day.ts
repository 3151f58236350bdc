import { dateTimeFormat } from './formatters.ts';

const dayMs = 86_400_000;
const hourMs = 3_600_000;

/** How far the clocks of a time zone are ahead of UTC at an instant, in milliseconds. */
function offsetMs(instantMs: number, timeZone: string): number {
  const parts = dateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(instantMs);
  const part = (type: Intl.DateTimeFormatPartTypes) =>
    Number(parts.find((candidate) => candidate.type === type)?.value);
  const clock = Date.UTC(
    part('year'),
    part('month') - 1,
    part('day'),
    part('hour'),
    part('minute'),
    part('second'),
  );
  return clock - Math.floor(instantMs / 1000) * 1000;
}

/** The calendar day of an instant in a time zone: `2026-11-20`. */
export function dayOf(time: string | number, timeZone: string): string {
  const instantMs = new Date(time).getTime();
  return new Date(instantMs + offsetMs(instantMs, timeZone)).toISOString().slice(0, 10);
}

/** The instant at which the clocks of a time zone show a time such as `2026-11-20T13:45`, RFC 3339. */
export function instantOf(clock: string, timeZone: string): string {
  const clockMs = Date.parse(`${clock}Z`);
  const nearMs = clockMs - offsetMs(clockMs, timeZone);
  // Asked again at the answer: the clocks may have changed between the two.
  return new Date(clockMs - offsetMs(nearMs, timeZone)).toISOString();
}

/** What the clocks of a time zone show at an instant, to the minute: `2026-11-20T13:45`. */
export function clockOf(instantMs: number, timeZone: string): string {
  return new Date(instantMs + offsetMs(instantMs, timeZone)).toISOString().slice(0, 16);
}

/** The instant at which a day begins in a time zone, RFC 3339. */
export const startOfDay = (day: string, timeZone: string) => instantOf(`${day}T00:00`, timeZone);

/** `addDays('2026-02-28', 1)` → `2026-03-01`. */
export function addDays(day: string, count: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + count * dayMs).toISOString().slice(0, 10);
}

/** All days from `first` to `last`, both included. */
export function daysBetween(first: string, last: string): string[] {
  const count = (Date.parse(last) - Date.parse(first)) / dayMs + 1;
  return Array.from({ length: Math.max(count, 0) }, (_, index) => addDays(first, index));
}

/** The instant at which the last days begin, today among them, RFC 3339. */
export const startOfLastDays = (count: number, timeZone: string, nowMs: number): string =>
  startOfDay(addDays(dayOf(nowMs, timeZone), 1 - count), timeZone);

/** The instant at which an hour of the clocks of a time zone begins, RFC 3339. */
export function startOfHour(instantMs: number, timeZone: string): string {
  const ahead = offsetMs(instantMs, timeZone);
  return new Date(Math.floor((instantMs + ahead) / hourMs) * hourMs - ahead).toISOString();
}
