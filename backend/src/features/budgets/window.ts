import type { FieldError } from '../../errors.ts';
import { isTimeZone } from '../../lib/time-zones.ts';
import type { Period } from './schemas.ts';

/** What says when a meter's windows begin. */
export type Window = { period: Period; timeZone: string; anchorDay: number };

type Asked = {
  period: Period;
  timeZone?: string | undefined;
  weekStartsOn?: number | undefined;
  anchorDay?: number | undefined;
};

/** The window that is asked for; what does not fit its period goes to `faults`. */
export function toWindow(asked: Asked, defaultTimeZone: string, faults: FieldError[]): Window {
  const { period, timeZone = defaultTimeZone, weekStartsOn, anchorDay } = asked;
  if (!isTimeZone(timeZone)) faults.push({ path: '/timeZone', message: 'is not an IANA time zone' });
  if (weekStartsOn !== undefined && period !== 'week')
    faults.push({ path: '/weekStartsOn', message: 'is for weeks only' });
  if (anchorDay !== undefined && period !== 'month')
    faults.push({ path: '/anchorDay', message: 'is for months only' });
  return {
    period,
    // A window that never ends has no zone to end in, and minutes are the same in all.
    timeZone: period === 'total' || period === 'minute' ? 'UTC' : timeZone,
    anchorDay: (period === 'week' ? weekStartsOn : anchorDay) ?? 1,
  };
}
