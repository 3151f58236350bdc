/** One target in one round. */
export type Measurement = {
  callsPerSecond: number;
  /** CPU of the process under measurement. */
  cpuMsPer1000Calls: number;
  p50Ms: number;
  rssMegabytes: number;
};

export type Summary = Measurement & {
  target: string;
  /** Median of the rounds' own ratios to the bare proxy, and the lowest and highest of them. */
  cpuRatio: number;
  cpuRatioRange: [number, number];
  callsRatio: number;
};

/** Medians over the rounds; `yardstick` are the same rounds of the bare proxy. */
export function summarise(target: string, rounds: Measurement[], yardstick: Measurement[]): Summary {
  const of = (field: keyof Measurement) => median(rounds.map((round) => round[field]));
  const ratios = (field: keyof Measurement) =>
    rounds.map((round, index) => round[field] / (yardstick[index] as Measurement)[field]);
  const cpuRatios = ratios('cpuMsPer1000Calls');
  return {
    target,
    callsPerSecond: of('callsPerSecond'),
    cpuMsPer1000Calls: of('cpuMsPer1000Calls'),
    p50Ms: of('p50Ms'),
    rssMegabytes: of('rssMegabytes'),
    cpuRatio: median(cpuRatios),
    cpuRatioRange: [Math.min(...cpuRatios), Math.max(...cpuRatios)],
    callsRatio: median(ratios('callsPerSecond')),
  };
}

/** The middle value; of an even number the upper one of the two in the middle. */
export function median(values: number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

const columns: [string, (summary: Summary) => string][] = [
  ['target', ({ target }) => target],
  ['calls/s', ({ callsPerSecond }) => callsPerSecond.toFixed(0)],
  ['÷ bare', ({ callsRatio }) => callsRatio.toFixed(2)],
  ['CPU ms/1,000 calls', ({ cpuMsPer1000Calls }) => cpuMsPer1000Calls.toFixed(1)],
  [
    '÷ bare [range]',
    ({ cpuRatio, cpuRatioRange: [low, high] }) =>
      `${cpuRatio.toFixed(2)} [${low.toFixed(2)}–${high.toFixed(2)}]`,
  ],
  ['p50 ms', ({ p50Ms }) => p50Ms.toFixed(2)],
  ['RSS MB', ({ rssMegabytes }) => rssMegabytes.toFixed(0)],
];

/** A table for the terminal. */
export function formatTable(summaries: Summary[]): string {
  const rows = [
    columns.map(([title]) => title),
    ...summaries.map((summary) => columns.map(([, show]) => show(summary))),
  ];
  const widths = columns.map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  return rows
    .map((row) =>
      row
        .map((cell, column) =>
          column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
        )
        .join('  '),
    )
    .join('\n');
}
