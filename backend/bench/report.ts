import { type Figure, type Results, verdictOf } from './figures.ts';
import type { Measurement } from './measure.ts';
import { scenarios } from './scenarios.ts';
import type { Target, TargetName } from './stage.ts';
import { median } from './statistics.ts';

type Targets = Record<TargetName, Pick<Target, 'name'>>;

/** The figures and whether they are met. */
export function figureTable(figures: Figure[]): string {
  return table(
    ['figure', 'value', '[lowest–highest]', 'must', 'aim', ''],
    figures
      .filter(({ value }) => value !== null)
      .map((figure) => {
        const { title, unit, value, must, aim, better } = figure;
        const digits = unit === '%' ? 1 : 2;
        const show = (amount: number | undefined) =>
          amount === undefined ? '' : `${amount.toFixed(digits)}${unit === '×' ? '' : ` ${unit}`}`;
        const bound = (amount: number | undefined) =>
          amount === undefined ? '' : `${better === 'lower' ? '≤' : '≥'} ${show(amount)}`;
        const range = value && value.low !== value.high ? `[${show(value.low)}–${show(value.high)}]` : '';
        return [title, show(value?.median), range, bound(must), bound(aim), verdictOf(figure)];
      }),
  );
}

const columns: [string, (measurement: Measurement) => number | null, number][] = [
  ['calls/s', ({ callsPerSecond }) => callsPerSecond, 0],
  ['CPU ms/1,000 calls', ({ cpuMsPer1000Calls }) => cpuMsPer1000Calls, 1],
  ['PostgreSQL', ({ postgresCpuMsPer1000Calls }) => postgresCpuMsPer1000Calls, 1],
  ['p50 ms', ({ p50Ms }) => p50Ms, 2],
  ['CPU ms/1,000 chunks', ({ cpuMsPer1000Chunks }) => cpuMsPer1000Chunks, 1],
  ['first chunk ms', ({ firstChunkP50Ms }) => firstChunkP50Ms, 2],
];

/** Medians of what was measured, a table a scenario. */
export function rawTables({ rounds, memory }: Results, targets: Targets): string {
  const tables = scenarios.flatMap(({ name, title }) => {
    const measured = rounds[name];
    if (!measured) return [];
    const shown = columns.filter(([, pick]) => measured.bare?.some((round) => pick(round) !== null));
    const rows = Object.entries(measured).map(([target, own]) => [
      targets[target as TargetName].name,
      ...shown.map(([, pick, digits]) =>
        median(own.map((round) => pick(round) ?? Number.NaN)).toFixed(digits),
      ),
    ]);
    return [table([title, ...shown.map(([header]) => header)], rows)];
  });
  const rows = Object.entries(memory).map(([target, { afterMegabytes, laterMegabytes }]) => [
    targets[target as TargetName].name,
    afterMegabytes.toFixed(0),
    laterMegabytes.toFixed(0),
  ]);
  if (rows.length > 0) tables.push(table(['RSS in MB', 'after many calls', 'after as many again'], rows));
  return tables.join('\n\n');
}

/** In Markdown, so that it can be copied into docs/performance.md as it is. */
function table(header: string[], rows: string[][]): string {
  const widths = header.map((_, column) =>
    Math.max(3, ...[header, ...rows].map((row) => (row[column] ?? '').length)),
  );
  const line = (row: string[]) =>
    `| ${row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0))).join(' | ')} |`;
  const rule = widths.map((width, column) =>
    column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`,
  );
  return [line(header), line(rule), ...rows.map(line)].join('\n');
}
