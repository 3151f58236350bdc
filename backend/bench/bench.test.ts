import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, inject, it } from 'vitest';
import pg from 'pg';
import { type Figure, figuresOf, type Results, verdictOf } from './figures.ts';
import type { Measurement } from './measure.ts';
import { readOptions } from './options.ts';
import { findPostgres, parseSchedstat, parseStat } from './postgres-cpu.ts';
import { figureTable } from './report.ts';
import { median, paired, spreadOf } from './statistics.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

it('takes the median', () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1, 3, 2])).toBe(2.5);
  expect(median([10, 9, 100])).toBe(10);
  expect(median([])).toBeNaN();
});

it('compares round by round, and takes the median of that', () => {
  const ratios = paired([30, 200, 12], [10, 100, 10], (value, other) => value / other);
  expect(ratios).toEqual([3, 2, 1.2]);
  expect(spreadOf(ratios)).toEqual({ median: 2, low: 1.2, high: 3 });
  expect(() => paired([1], [1, 2], Math.max)).toThrow('rounds without their counterpart');
});

it('reads the CPU of a process as Linux shows it', () => {
  const stat =
    '7005 (postgres: a) b) S 6999 7005 7005 0 -1 4194560 1829 41230 0 17 12 34 560 78 20 0 1 0 61212 231153664 5120';
  expect(parseStat(stat)).toEqual({ parentId: 6999, ownMs: 460, endedChildrenMs: 6380 });
  expect(parseSchedstat('776927123 34652306 2\n')).toBeCloseTo(776.927123);
});

it.runIf(process.platform === 'linux')(
  'counts what the database does, also once its process has ended',
  async () => {
    const watcher = new pg.Client(inject('serverUrl'));
    const worker = new pg.Client(inject('serverUrl'));
    await Promise.all([watcher.connect(), worker.connect()]);
    const cpuMs = await findPostgres(watcher);
    const before = (await cpuMs?.()) ?? Number.NaN;
    await worker.query('SELECT count(*) FROM generate_series(1, 3000000)');
    const after = (await cpuMs?.()) ?? Number.NaN;
    expect(after).toBeGreaterThan(before + 20);
    await worker.end();
    // An ended process is counted by its parent, in ticks of 10 ms, once the parent has looked after it.
    await expect.poll(async () => cpuMs?.(), { timeout: 10_000 }).toBeGreaterThan(after - 20);
    await watcher.end();
  },
);

const measurement = (cpuMsPer1000Calls: number): Measurement => ({
  callsPerSecond: 1_000,
  cpuMsPer1000Calls,
  postgresCpuMsPer1000Calls: null,
  p50Ms: 1,
  cpuMsPer1000Chunks: null,
  firstChunkP50Ms: null,
});

it('judges figures by the median of the rounds, and leaves out what was not measured', () => {
  const results: Results = {
    rounds: {
      saturation: {
        bare: [measurement(10), measurement(20), measurement(10)],
        gateway: [measurement(30), measurement(30), measurement(20)],
      },
    },
    memory: {},
  };
  const measured = figuresOf(results).filter(({ value }) => value !== null);
  expect(measured.map(({ title, value, must, aim }) => ({ title, value, must, aim }))).toEqual([
    {
      title: 'CPU per call ÷ bare proxy, 64 connections',
      value: { median: 2, low: 1.5, high: 3 },
      must: 2.2,
      aim: 1.6,
    },
  ]);
  expect(figureTable(figuresOf(results)).split('\n')).toEqual([
    '| figure                                    | value | [lowest–highest] |   must |    aim |     |',
    '| ----------------------------------------- | ----: | ---------------: | -----: | -----: | --: |',
    '| CPU per call ÷ bare proxy, 64 connections |  2.00 |      [1.50–3.00] | ≤ 2.20 | ≤ 1.60 | met |',
  ]);
});

it('knows which way a figure is better', () => {
  const figure = (value: number, better: Figure['better']): Figure => ({
    title: '',
    unit: '×',
    value: spreadOf([value]),
    must: better === 'lower' ? 2 : 0.7,
    aim: better === 'lower' ? 1.5 : 0.9,
    better,
  });
  expect([1.5, 2, 2.1].map((value) => verdictOf(figure(value, 'lower')))).toEqual([
    'aim met',
    'met',
    'MISSED',
  ]);
  expect([0.9, 0.7, 0.6].map((value) => verdictOf(figure(value, 'higher')))).toEqual([
    'aim met',
    'met',
    'MISSED',
  ]);
});

it('takes parts by their name or its first word', () => {
  const { isWanted, rounds } = readOptions(['--only', 'streams', '--only', 'memory', '--rounds', '7']);
  expect(rounds).toBe(7);
  expect(['saturation', 'streams-20', 'streams-200', 'memory'].map(isWanted)).toEqual([
    false,
    true,
    true,
    true,
  ]);
  expect(['streams-20', 'streams-200'].map(readOptions(['--only', 'streams-20']).isWanted)).toEqual([
    true,
    false,
  ]);
  expect(() => readOptions(['--only', 'nothing'])).toThrow(/--only nothing: there are saturation, .*memory/);
  expect(() => readOptions(['--seconds', 'x'])).toThrow('--seconds must be a positive number, not "x"');
});

it('runs from start to end, and its books agree', { timeout: 300_000 }, async () => {
  const output = path.join(await mkdtemp(path.join(tmpdir(), 'litemaas-bench-test-')), 'results.json');
  const parts = ['saturation', 'steady', 'streams-20', 'memory'].flatMap((name) => ['--only', name]);
  const args = [
    '--rounds',
    '1',
    '--seconds',
    '0.1',
    '--calls',
    '100',
    '--accounts',
    '10',
    '--output',
    output,
    ...parts,
  ];
  const run = await promisify(execFile)(process.execPath, ['scripts/bench.mjs', ...args], { cwd: root });
  expect(run.stdout).toMatch(/The books agree: \d+ calls, each recorded and charged once/);
  const { rounds, memory } = JSON.parse(await readFile(output, 'utf8')) as Results;
  expect(Object.keys(rounds)).toEqual(['saturation', 'steady', 'streams-20']);
  expect(Object.keys(memory)).toEqual(['bare', 'gateway']);
  await rm(path.dirname(output), { recursive: true });
});
