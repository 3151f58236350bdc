import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  createBudgetScene,
  deleteBudget,
  deletePlatformBudgets,
  levels,
  limitLevel,
  readBudget,
  type Scene,
  tokensHeldBy,
} from './budget-scenes.ts';
import { expectVerified } from './credits.ts';
import { addInstance, createWorld, type World } from './gateway-world.ts';

/* However many calls come at once, on however many instances: those that can be afforded are served, and not one more. */
let world: World;
let others: { url: string; close(): Promise<void> }[];
let urls: string[];
beforeAll(async () => {
  world = await createWorld();
  others = await Promise.all([addInstance(world), addInstance(world)]);
  urls = [world.url, ...others.map(({ url }) => url)];
});
afterAll(async () => {
  await Promise.all(others.map((other) => other.close()));
  await world.close();
});
beforeEach(() => world.upstream.forget());
/** Budgets of the platform would limit the calls of the next test. */
afterEach(() => deletePlatformBudgets(world));

const affordable = 30;
const instanceCounts = [1, 3];

const chat = (model: string) => ({ model, messages: [{ role: 'user', content: 'hi' }], max_tokens: 20 });

/** One call; every second one is for embeddings, where only the request matters. */
async function ask(
  { customer, model }: Scene,
  url: string,
  index: number,
  signal?: AbortSignal,
): Promise<string> {
  const isChat = signal !== undefined || index % 2 === 0;
  const reply = await fetch(`${url}/v1/${isChat ? 'chat/completions' : 'embeddings'}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${customer.key}`,
      'x-litemaas-lower-max-tokens': 'false',
    },
    body: JSON.stringify(isChat ? chat(model.name) : { model: model.name, input: 'hi' }),
    ...(signal && { signal }),
  });
  const { error } = (await reply.json()) as { error?: { code: string } };
  return error ? `${reply.status} ${error.code}` : `${reply.status} served`;
}

/** Many calls at once, in turns over the instances. */
const askMany = (scene: Scene, callCount: number, instances: number, signal?: AbortSignal) =>
  Array.from({ length: callCount }, (_, index) =>
    ask(scene, urls[index % instances] as string, index, signal),
  );

/** As many were served as can be afforded; the others were told to wait, or that nothing is left. */
function expectServed(answers: string[], refusal: string): void {
  expect(answers.filter((answer) => answer === '200 served')).toHaveLength(affordable);
  const codes = ['200 served', refusal, '429 in_flight_budget_exhausted'];
  expect(codes).toEqual(expect.arrayContaining([...new Set(answers)]));
  expect(world.upstream.calls).toHaveLength(affordable);
}

/** What the calls of an account that were not counted before came to. */
async function usedOf({ customer }: Scene, before: number) {
  const records = (await world.usage(customer.accountId)).slice(before);
  const sum = (amounts: bigint[]) => amounts.reduce((total, amount) => total + amount, 0n);
  return {
    count: records.length,
    tokens: sum(records.map((record) => record.input_tokens + record.output_tokens)),
  };
}

/** From here on the meter is one of those that are verified: no instance can be left that does not know of it. */
async function countMetersAnew(): Promise<void> {
  await world.db.query(`UPDATE meters SET known_since = now() - interval '1 hour' WHERE recount_due`);
  await expect
    .poll(async () => {
      await world.app.tendBudgets();
      return (await world.db.query('SELECT id FROM meters WHERE recount_due')).rows;
    })
    .toEqual([]);
}

describe(`of 100 calls at once, a budget for ${affordable} lets ${affordable} through`, () => {
  test.each(levels.flatMap((level) => ['credits', 'requests'].map((unit) => [unit, level])))(
    'in %s of %s, on one instance and on three',
    async (unit = '', level = '') => {
      const scene = await createBudgetScene(world);
      for (const instances of instanceCounts) {
        world.upstream.forget();
        const { id } = await limitLevel(scene, level, { unit, limit: String(affordable) }, urls);
        await countMetersAnew();
        const answers = await Promise.all(askMany(scene, 100, instances));
        expectServed(answers, '402 budget_exceeded');
        expect(await readBudget(scene, level, id)).toMatchObject({
          used: String(affordable),
          held: '0',
          status: 'exceeded',
        });
        await expectVerified(world.admin);
        await deleteBudget(scene, level, id);
      }
      expect(await world.usage(scene.customer.accountId)).toHaveLength(affordable * instanceCounts.length);
    },
  );

  // Calls use fewer tokens than they hold, and others may take their place: so these do not end before all have asked.
  test.each(levels)('in tokens of %s, on one instance and on three', async (level) => {
    const scene = await createBudgetScene(world, 'hang');
    const perCall = tokensHeldBy(chat(scene.model.name));
    for (const [round, instances] of instanceCounts.entries()) {
      world.upstream.forget();
      const limit = String(perCall * (affordable + 1) - 1);
      const { id } = await limitLevel(scene, level, { unit: 'tokens', limit }, urls);
      await countMetersAnew();
      const gone = new AbortController();
      const answers: string[] = [];
      const asking = askMany(scene, 100, instances, gone.signal).map((call) =>
        call.then((answer) => void answers.push(answer)),
      );
      const ended = Promise.allSettled(asking);
      await expect
        .poll(() => [world.upstream.calls.length, answers.length])
        .toEqual([affordable, 100 - affordable]);
      expect(new Set(answers)).toEqual(new Set(['429 in_flight_budget_exhausted']));
      expect(await readBudget(scene, level, id)).toMatchObject({
        used: '0',
        held: String(perCall * affordable),
      });
      gone.abort();
      await ended;
      await expect.poll(async () => (await readBudget(scene, level, id)).held).toBe('0');
      const { count, tokens } = await usedOf(scene, round * affordable);
      expect(count).toBe(affordable);
      expect(await readBudget(scene, level, id)).toMatchObject({ used: tokens.toString() });
      expect(world.upstream.calls).toHaveLength(affordable);
      await expectVerified(world.admin);
      await deleteBudget(scene, level, id);
    }
  });
});

test.each(instanceCounts)(
  `of 500 calls at once, credits for ${affordable} let ${affordable} through: %s instances`,
  async (instances) => {
    const scene = await createBudgetScene(world);
    await scene.customer.setCredits(String(affordable));
    const answers = await Promise.all(askMany(scene, 500, instances));
    expectServed(answers, '402 insufficient_credits');
    expect(await scene.customer.credits()).toMatchObject({
      balanceCredits: '0',
      heldCredits: '0',
      availableCredits: '0',
    });
    const records = await world.usage(scene.customer.accountId);
    expect(records.map((record) => record.cost_micro_credits)).toEqual(
      Array.from({ length: affordable }, () => 1_000_000n),
    );
    await expectVerified(world.admin);
  },
);

test.each(instanceCounts)(
  `of 500 images at once, credits for ${affordable} let ${affordable} through: %s instances`,
  async (instances) => {
    const model = await world.addModel('no-usage', { prices: { perOutputImageCredits: '0.5' } });
    const customer = await world.addCustomer([model], String(affordable));
    const draw = async (url: string): Promise<string> => {
      const reply = await fetch(`${url}/v1/images/generations`, {
        method: 'POST',
        headers: { authorization: `Bearer ${customer.key}` },
        body: JSON.stringify({ model: model.name, prompt: 'a cat', n: 2 }),
      });
      const { error } = (await reply.json()) as { error?: { code: string } };
      return error ? `${reply.status} ${error.code}` : `${reply.status} served`;
    };
    expectServed(
      await Promise.all(Array.from({ length: 500 }, (_, index) => draw(urls[index % instances] as string))),
      '402 insufficient_credits',
    );
    expect(await customer.credits()).toMatchObject({ balanceCredits: '0', heldCredits: '0' });
    const records = await world.usage(customer.accountId);
    expect(records.map((record) => record.cost_micro_credits)).toEqual(
      Array.from({ length: affordable }, () => 1_000_000n),
    );
    await expectVerified(world.admin);
  },
);
