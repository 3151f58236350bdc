import type { Measurement } from './measure.ts';
import type { Memory } from './memory.ts';
import type { ScenarioName } from './scenarios.ts';
import type { TargetName } from './stage.ts';
import { paired, type Spread, spreadOf } from './statistics.ts';

/** Everything that was measured: each target's rounds by scenario, and memory. */
export type Results = {
  rounds: Partial<Record<ScenarioName, Partial<Record<TargetName, Measurement[]>>>>;
  memory: Partial<Record<TargetName, Memory>>;
};

/** A figure to reach; null where it was not measured. */
export type Figure = {
  title: string;
  unit: '×' | 'ms' | '%';
  value: Spread | null;
  /** None: it is shown to be known. */
  must?: number;
  aim?: number;
  better: 'lower' | 'higher';
};

export type Verdict = 'aim met' | 'met' | 'MISSED' | '';

export function verdictOf({ value, must, aim, better }: Figure): Verdict {
  if (!value || must === undefined) return '';
  const reaches = (bound: number) => (better === 'lower' ? value.median <= bound : value.median >= bound);
  if (aim !== undefined && reaches(aim)) return 'aim met';
  return reaches(must) ? 'met' : 'MISSED';
}

type Pick = (measurement: Measurement) => number | null;
/** A measurement: of which load, of whom, and what. */
type Operand = [ScenarioName, TargetName, Pick];

const cpu: Pick = (measurement) => measurement.cpuMsPer1000Calls;
const chunkCpu: Pick = (measurement) => measurement.cpuMsPer1000Chunks;
const postgresCpu: Pick = (measurement) => measurement.postgresCpuMsPer1000Calls;
const callsPerSecond: Pick = (measurement) => measurement.callsPerSecond;
const p50: Pick = (measurement) => measurement.p50Ms;
const firstChunk: Pick = (measurement) => measurement.firstChunkP50Ms;

/** The figures of docs/performance.md. Each is taken round by round; its value is the median of that. */
export function figuresOf({ rounds, memory }: Results): Figure[] {
  const read = ([scenario, target, pick]: Operand): number[] | null => {
    const values = rounds[scenario]?.[target]?.map(pick);
    return values?.every((value) => value !== null) ? values : null;
  };
  const combine = (a: Operand, b: Operand, how: (a: number, b: number) => number): Spread | null => {
    const [values, others] = [read(a), read(b)];
    return values && others ? spreadOf(paired(values, others, how)) : null;
  };
  const ratio = (a: Operand, b: Operand) => combine(a, b, (value, other) => value / other);
  const added = (scenario: ScenarioName, pick: Pick) =>
    combine([scenario, 'gateway', pick], [scenario, 'bare', pick], (value, other) => value - other);
  const times = (title: string, value: Spread | null, must?: number, aim?: number): Figure => ({
    title,
    unit: '×',
    value,
    must,
    aim,
    better: 'lower',
  });
  const milliseconds = (title: string, value: Spread | null, must?: number, aim?: number): Figure => ({
    ...times(title, value, must, aim),
    unit: 'ms',
  });
  const higher = (figure: Figure): Figure => ({ ...figure, better: 'higher' });
  const versusBare = (scenario: ScenarioName, pick: Pick) =>
    ratio([scenario, 'gateway', pick], [scenario, 'bare', pick]);

  return [
    times('CPU per call ÷ bare proxy, 64 connections', versusBare('saturation', cpu), 2.2, 1.6),
    times(
      'CPU per call ÷ itself without money',
      ratio(['saturation', 'gateway', cpu], ['saturation', 'moneyless', cpu]),
      1.5,
      1.25,
    ),
    times(
      'CPU per call ÷ bare proxy, 60 ms upstream, 256 connections',
      versusBare('slow-256', cpu),
      1.8,
      1.4,
    ),
    times(
      'CPU per call ÷ bare proxy, 60 ms upstream, 1,000 connections',
      versusBare('slow-1000', cpu),
      1.8,
      1.4,
    ),
    times(
      'PostgreSQL CPU per call ÷ bare proxy CPU per call',
      ratio(['saturation', 'gateway', postgresCpu], ['saturation', 'bare', cpu]),
      1.6,
      1,
    ),
    higher(
      times(
        'calls/s, one hot account ÷ many accounts',
        ratio(['saturation', 'hot', callsPerSecond], ['saturation', 'gateway', callsPerSecond]),
        0.9,
        1.1,
      ),
    ),
    higher(
      times(
        'calls/s, two instances ÷ one, hot account',
        ratio(['saturation', 'pair', callsPerSecond], ['saturation', 'hot', callsPerSecond]),
        0.7,
        0.9,
      ),
    ),
    milliseconds('added p50 over bare proxy, 500 calls/s', added('steady', p50), 1.5, 0.7),
    milliseconds('added first chunk over bare proxy, 20 streams', added('streams-20', firstChunk), 2, 1),
    milliseconds('added first chunk over bare proxy, 200 streams', added('streams-200', firstChunk)),
    times('CPU per chunk ÷ bare proxy, 20 streams', versusBare('streams-20', chunkCpu)),
    times('CPU per chunk ÷ bare proxy, 200 streams', versusBare('streams-200', chunkCpu), 1.5, 1.2),
    times('RSS after many calls ÷ bare proxy', memoryRatio(memory), 2, 1.5),
    {
      title: 'RSS growth over as many again',
      unit: '%',
      value: growth(memory),
      must: 10,
      aim: 5,
      better: 'lower',
    },
  ];
}

function memoryRatio({ gateway, bare }: Results['memory']): Spread | null {
  return gateway && bare ? spreadOf([gateway.afterMegabytes / bare.afterMegabytes]) : null;
}

function growth({ gateway }: Results['memory']): Spread | null {
  return gateway ? spreadOf([(gateway.laterMegabytes / gateway.afterMegabytes - 1) * 100]) : null;
}
