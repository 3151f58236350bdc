import {
  addDays,
  dayOf,
  daysBetween,
  startOfDay,
  startOfHour,
  startOfLastDays,
} from '../../components/zoned-day.ts';

export const ranges = ['24h', '7d', '30d', 'custom'] as const;
export type Range = (typeof ranges)[number];

/** What the URL says about the range; `from` and `to` are days, both included, and count for `custom` only. */
export type RangeValues = { range: string | undefined; from: string | undefined; to: string | undefined };
export type Selection = { range: Range; from: string; to: string };

/** What one bar of the chart stands for. */
export type Unit = 'hour' | 'day';

const hourMs = 3_600_000;
const days = { '7d': 7, '30d': 30 } as const;
const defaultRange: Range = '7d';

/** A leap year. The server sums 400, but more bars cannot be told apart. */
const mostDays = 366;
/** Of what can be typed; a date field with such an end takes years of four digits. */
export const lastDay = '2099-12-31';

/** A day of this century. While a year is being typed, a date field says 0002, 0020, 0202. */
export const isDay = (text: string | undefined): text is string =>
  !!text && /^20\d\d-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text));

/** The chosen range with whole days; what is missing or makes no sense becomes the last 7 days, what is too long begins later. */
export function selectionOf(values: RangeValues, timeZone: string, nowMs: number): Selection {
  const today = dayOf(nowMs, timeZone);
  const to = isDay(values.to) ? values.to : today;
  const asked = isDay(values.from) && values.from <= to ? values.from : addDays(to, -6);
  const earliest = addDays(to, 1 - mostDays);
  const from = asked < earliest ? earliest : asked;
  return { range: ranges.find((range) => range === values.range) ?? defaultRange, from, to };
}

/**
 * The times to ask for, RFC 3339. The relative ranges begin with a whole hour or day, end now and stay open, so that
 * new calls appear.
 */
export function periodOf({ range, from, to }: Selection, timeZone: string, nowMs: number) {
  if (range === 'custom')
    return { from: startOfDay(from, timeZone), to: startOfDay(addDays(to, 1), timeZone) };
  if (range === '24h') return { from: startOfHour(nowMs - 23 * hourMs, timeZone) };
  return { from: startOfLastDays(days[range], timeZone, nowMs) };
}

/** Hours where whole days would be one or two bars. */
export const unitOf = ({ range, from, to }: Selection): Unit =>
  range === '24h' || (range === 'custom' && from === to) ? 'hour' : 'day';

/** The bars of a period: its days, or the instants at which its hours begin. */
export function slotsOf(from: string, to: string, unit: Unit, timeZone: string): string[] {
  const endMs = Date.parse(to);
  if (unit === 'day') return daysBetween(dayOf(from, timeZone), dayOf(endMs - 1, timeZone));
  const firstMs = Date.parse(startOfHour(Date.parse(from), timeZone));
  const count = Math.ceil((endMs - firstMs) / hourMs);
  return Array.from({ length: count }, (_, index) => new Date(firstMs + index * hourMs).toISOString());
}
