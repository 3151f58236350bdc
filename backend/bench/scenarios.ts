import { startClosedLoop, startOpenLoop } from './load.ts';
import type { StartLoad } from './measure.ts';
import type { RequestKind } from './requests.ts';
import type { TargetName } from './stage.ts';

/** One kind of load, and who is put under it. */
export type Scenario = {
  name: ScenarioName;
  title: string;
  targets: TargetName[];
  kind: RequestKind;
  start: StartLoad;
};
export type ScenarioName = 'saturation' | 'slow-256' | 'slow-1000' | 'steady' | 'streams-20' | 'streams-200';

const closedLoop =
  (connections: number, rampMs = 0): StartLoad =>
  (options) =>
    startClosedLoop({ ...options, connections, rampMs });

const compared: TargetName[] = ['bare', 'gateway'];
/** A stream takes as long. Begun spread over it, streams end and begin evenly. */
const streamMs = 500;

export const scenarios: Scenario[] = [
  {
    name: 'saturation',
    title: '64 connections, upstream answers at once',
    targets: ['bare', 'gateway', 'hot', 'moneyless', 'pair'],
    kind: 'instant',
    start: closedLoop(64),
  },
  {
    name: 'slow-256',
    title: '256 connections, upstream answers after 60 ms',
    targets: compared,
    kind: 'slow',
    start: closedLoop(256),
  },
  {
    name: 'slow-1000',
    title: '1,000 connections, upstream answers after 60 ms',
    targets: compared,
    kind: 'slow',
    start: closedLoop(1_000),
  },
  {
    name: 'steady',
    title: '500 calls/s, upstream answers at once',
    targets: compared,
    kind: 'instant',
    start: (options) => startOpenLoop({ ...options, connections: 128, callsPerSecond: 500 }),
  },
  {
    name: 'streams-20',
    title: '20 streams, a chunk every 10 ms',
    targets: compared,
    kind: 'stream',
    start: closedLoop(20, streamMs),
  },
  {
    name: 'streams-200',
    title: '200 streams, a chunk every 10 ms',
    targets: compared,
    kind: 'stream',
    start: closedLoop(200, streamMs),
  },
];
