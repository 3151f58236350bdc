import { afterEach, expect, it } from 'vitest';
import { eventually } from './eventually.ts';
import { echoCall, slowStream, startLoad, type Load, type NextCall } from './load.ts';
import {
  expectEndedElsewhere,
  expectMoneyAgrees,
  expectVerified,
  waitUntilNothingIsHeld,
} from './money-agrees.ts';
import { demoKeyOf, signInAsAdmin } from './demo.ts';
import { startServer, stopServers, type ServerProcess } from './server-process.ts';

afterEach(stopServers);

/** Two thirds are quick JSON calls, one third streams of a second. */
const mixed: NextCall = (index) => (index % 3 === 0 ? slowStream(50) : echoCall)(index);

function startDemoLoad(server: ServerProcess, next: NextCall, count?: number): Load {
  return startLoad({ urls: [server.url], key: demoKeyOf(server), parallel: 30, next, count });
}

it('comes up by itself after kill -9 and settles what was open', { timeout: 120_000 }, async () => {
  const first = await startServer();
  const load = startDemoLoad(first, mixed);
  await eventually(() => expect(load.answers.length).toBeGreaterThan(150));
  await first.kill();
  const answers = await load.stop();
  const cutStreams = answers.filter(({ status, whole }) => status === 200 && !whole);
  expect(cutStreams.length).toBeGreaterThan(5);
  expect(new Set(answers.filter(({ whole }) => !whole).map(({ status }) => status))).toEqual(
    new Set([0, 200]),
  );

  const second = await startServer({ dataDir: first.dataDir });
  const admin = await signInAsAdmin(second);
  await waitUntilNothingIsHeld(admin, 30_000);
  const records = await expectMoneyAgrees(admin, answers);
  const orphans = records.filter(({ outcome }) => outcome === 'orphaned');
  expectEndedElsewhere(records, cutStreams);
  for (const { modelName, costCredits, inputTokens, outputTokens, errorCode, status, estimated } of orphans) {
    // Nobody can count them any more: "hello" is about two tokens of four bytes.
    const inputCost = modelName === 'sim-slow' ? '0.001' : '0.002';
    expect({ costCredits, inputTokens, outputTokens, errorCode, status, estimated }).toEqual({
      costCredits: inputCost,
      inputTokens: 2,
      outputTokens: 0,
      errorCode: 'instance_lost',
      status: 500,
      estimated: true,
    });
  }
  await expectVerified(admin);

  const more = await startDemoLoad(second, echoCall, 30).done;
  expect(more.map(({ status, whole }) => ({ status, whole }))).toEqual(
    more.map(() => ({ status: 200, whole: true })),
  );
  await expectMoneyAgrees(admin, [...answers, ...more]);
});
