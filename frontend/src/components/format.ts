import { intlLocale } from '../i18n/languages.ts';
import { multiply, toDecimal } from './decimal.ts';
import { dateTimeFormat, numberFormat, relativeTimeFormat } from './formatters.ts';

/** What a number or a time is written for. */
export type Reader = { language: string; timeZone: string; creditUsd: string | null };

type Exact = Intl.StringNumericLiteral;

const picoPerCent = 10_000_000_000n;

function number(reader: Reader, options: Intl.NumberFormatOptions = {}) {
  return numberFormat(intlLocale(reader.language), options);
}

/** Credits from their decimal string to the last of their 6 places, without a float in between: `"1234.5"` → `1,234.5`. */
export function formatCredits(reader: Reader, credits: string): string {
  return number(reader, { maximumFractionDigits: 6 }).format(credits as Exact);
}

/** Credits to the last of their 12 places, for computations that are shown line by line. */
export function formatExactCredits(reader: Reader, credits: string): string {
  return number(reader, { maximumFractionDigits: 12 }).format(credits as Exact);
}

/** A booking: credits with the plus of what came in. */
export function formatSignedCredits(reader: Reader, credits: string): string {
  return number(reader, { maximumFractionDigits: 6, signDisplay: 'exceptZero' }).format(credits as Exact);
}

/**
 * The credits in US dollars, cents rounded; below one cent as many places as it takes to see something. A balance is
 * rounded down (`floor`). Null while the rate is unknown.
 */
export function formatMoney(
  reader: Reader,
  credits: string,
  roundingMode: 'halfExpand' | 'floor' = 'halfExpand',
): string | null {
  if (!reader.creditUsd) return null;
  const pico = multiply(credits, reader.creditUsd);
  const tiny = pico !== 0n && pico < picoPerCent && pico > -picoPerCent;
  const digits = tiny
    ? { maximumSignificantDigits: 2 }
    : { minimumFractionDigits: 2, maximumFractionDigits: 2 };
  const money = number(reader, {
    style: 'currency',
    currency: 'USD',
    currencyDisplay: 'narrowSymbol',
    roundingMode,
    ...digits,
  }).format(toDecimal(pico, 12) as Exact);
  // Isolated, because a right-to-left sentence would tear amount and sign apart.
  return reader.language === 'ar' ? `\u2066${money}\u2069` : money;
}

/** A count in full: `12,345`. */
export function formatNumber(reader: Reader, value: number): string {
  return number(reader).format(value);
}

/** A measured value to one place: `41.7`. */
export function formatRounded(reader: Reader, value: number): string {
  return number(reader, { maximumFractionDigits: 1 }).format(value);
}

/** A difference with the plus of an increase: `+1.2`. */
export function formatSignedNumber(reader: Reader, value: number): string {
  return number(reader, { maximumFractionDigits: 1, signDisplay: 'exceptZero' }).format(value);
}

/** A count that fits a cell: `12.3K`. */
export function formatCompact(reader: Reader, value: number): string {
  return number(reader, { notation: 'compact', maximumFractionDigits: 1 }).format(value);
}

/** A number beside an axis: `12.3K`, `0.0025`. */
export function formatTick(reader: Reader, value: number): string {
  return number(reader, { notation: 'compact', maximumSignificantDigits: 3 }).format(value);
}

/** A fraction as a percentage: 0.034 → `3.4%`; `signed` writes the plus of an increase. */
export function formatPercent(reader: Reader, fraction: number, signed = false): string {
  const signDisplay = signed ? 'exceptZero' : 'auto';
  return number(reader, { style: 'percent', maximumFractionDigits: 1, signDisplay }).format(fraction);
}

/** A duration from milliseconds: `840 ms`, `2.4 sec`. */
export function formatDuration(reader: Reader, milliseconds: number): string {
  const short = milliseconds < 1000;
  return number(reader, {
    style: 'unit',
    unit: short ? 'millisecond' : 'second',
    maximumFractionDigits: short ? 0 : 1,
  }).format(short ? milliseconds : milliseconds / 1000);
}

const periodUnits = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const;

/** A length of time that somebody chose, in its largest whole unit: `7 days`, `90 minutes`. */
export function formatPeriod(reader: Reader, seconds: number): string {
  const [unit, length] = periodUnits.find(([, each]) => seconds % each === 0) ?? (['second', 1] as const);
  return number(reader, { style: 'unit', unit, unitDisplay: 'long' }).format(seconds / length);
}

/** Names one after another, each kept apart from the direction of the others: `a, b and c`. */
export function formatList(reader: Reader, names: string[]): string {
  const isolated = names.map((name) => `\u2068${name}\u2069`);
  return new Intl.ListFormat(intlLocale(reader.language)).format(isolated);
}

/** Date and time to the second in the reader's time zone. */
export function formatDateTime(reader: Reader, time: string): string {
  return dateTimeFormat(intlLocale(reader.language), {
    dateStyle: 'medium',
    timeStyle: 'medium',
    timeZone: reader.timeZone,
  }).format(new Date(time));
}

/** Weekday, date and time to the minute in the reader's time zone. */
export function formatLongDateTime(reader: Reader, time: string): string {
  return dateTimeFormat(intlLocale(reader.language), {
    dateStyle: 'full',
    timeStyle: 'short',
    timeZone: reader.timeZone,
  }).format(new Date(time));
}

/** The date in the reader's time zone. */
export function formatDate(reader: Reader, time: string): string {
  return dateTimeFormat(intlLocale(reader.language), {
    dateStyle: 'medium',
    timeZone: reader.timeZone,
  }).format(new Date(time));
}

/** A calendar day such as `2026-11-20`, short: `Nov 20`. */
export function formatDay(reader: Reader, day: string): string {
  return dateTimeFormat(intlLocale(reader.language), {
    month: 'short',
    day: 'numeric',
    timeZone: 'UTC',
  }).format(new Date(`${day}T00:00:00Z`));
}

/** The time of the day, short: `2:00 PM`. */
export function formatClock(reader: Reader, time: string): string {
  return dateTimeFormat(intlLocale(reader.language), {
    hour: 'numeric',
    minute: '2-digit',
    timeZone: reader.timeZone,
  }).format(new Date(time));
}

/** An hour with its day: `Nov 20, 2:00 PM`. */
export function formatHour(reader: Reader, time: string): string {
  return dateTimeFormat(intlLocale(reader.language), {
    month: 'short',
    day: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
    timeZone: reader.timeZone,
  }).format(new Date(time));
}

const steps: [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
];

/** How long ago or ahead, in the largest unit that fits: `3 hours ago`, `in 2 days`, `now`. */
export function formatRelative(reader: Reader, time: string, nowMs: number): string {
  const seconds = Math.round((new Date(time).getTime() - nowMs) / 1000);
  const relative = relativeTimeFormat(intlLocale(reader.language), { numeric: 'auto' });
  const step = steps.find(([, size]) => Math.abs(seconds) >= size);
  return step ? relative.format(Math.trunc(seconds / step[1]), step[0]) : relative.format(0, 'second');
}
