import { writeFile } from 'node:fs/promises';
import { availableParallelism, cpus } from 'node:os';
import { checkBooks } from './books.ts';
import { figuresOf, type Results, verdictOf } from './figures.ts';
import { measure } from './measure.ts';
import { measureMemory } from './memory.ts';
import { type Options, readOptions } from './options.ts';
import { figureTable, rawTables } from './report.ts';
import { scenarios } from './scenarios.ts';
import { setStage, type Stage } from './stage.ts';
import { warmUp } from './warm-up.ts';

/*
 * `npm run bench`: what a call through the gateway costs, with all money strict, against a proxy that does
 * nothing, in one run and in turns. docs/performance.md says how to read it.
 */
const mostWarmUpSeconds = 0.3;
/** Of the calls after which memory is looked at. */
const warmUpPart = 8;

/** Measures everything that is wanted. */
async function run(stage: Stage, options: Options): Promise<Results> {
  const results: Results = { rounds: {}, memory: {} };
  if (options.isWanted('memory'))
    for (const name of ['bare', 'gateway'] as const)
      results.memory[name] = await measureMemory(stage.targets[name], options.calls);
  await warmUp(stage, options.calls / warmUpPart, Object.keys(results.memory));
  for (let round = 0; round < options.rounds; round += 1) {
    for (const scenario of scenarios.filter(({ name }) => options.isWanted(name))) {
      const measured = (results.rounds[scenario.name] ??= {});
      for (const name of inTurn(scenario.targets, round)) {
        const { seconds } = options;
        const plan = { ...scenario, seconds, warmUpSeconds: Math.min(mostWarmUpSeconds, seconds) };
        (measured[name] ??= []).push(await measure(stage, stage.targets[name], plan));
      }
    }
    console.log(`round ${round + 1} of ${options.rounds} done`);
  }
  return results;
}

/** Another one begins each round, and every second round goes backwards: nobody always follows the same one. */
function inTurn<Item>(items: Item[], round: number): Item[] {
  const start = round % items.length;
  const turned = [...items.slice(start), ...items.slice(0, start)];
  return Math.floor(round / items.length) % 2 === 0 ? turned : turned.reverse();
}

async function main(): Promise<void> {
  // In order, so that nothing that was started stays behind.
  process.once('SIGINT', () => process.exit(130));
  const startedMs = performance.now();
  const options = readOptions(process.argv.slice(2));
  const stage = await setStage(options.accounts);
  try {
    const results = await run(stage, options);
    await stage.stopPrograms();
    const bookedCalls = Object.values(stage.targets).reduce(
      (sum, { keepsBooks, answeredCalls }) => sum + (keepsBooks ? answeredCalls : 0),
      0,
    );
    await checkBooks(stage.db, bookedCalls);
    const figures = figuresOf(results).map((figure) => ({ ...figure, verdict: verdictOf(figure) }));
    console.log(`\n${figureTable(figures)}\n\n${rawTables(results, stage.targets)}\n`);
    if (!stage.postgresCpuMs) console.log('The CPU of PostgreSQL was not measured: that takes Linux.');
    console.log(
      `The books agree: ${bookedCalls} calls, each recorded and charged once. ` +
        `${Math.round((performance.now() - startedMs) / 1000)} s in all.`,
    );
    await writeFile(
      options.output,
      `${JSON.stringify({ at: new Date().toISOString(), machine: describeMachine(), options, figures, ...results }, null, 2)}\n`,
    );
  } finally {
    await stage.close();
  }
}

function describeMachine() {
  return { processor: cpus()[0]?.model, processors: availableParallelism(), node: process.version };
}

await main();
