import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expectVerified, grantTo, letExpire, soon } from '../../test/credits.ts';
import { type Customer, createWorld, type World } from '../../test/gateway-world.ts';

let world: World;
let model: { id: string; name: string };
let other: { id: string; name: string };
let slow: { id: string; name: string };
beforeAll(async () => {
  world = await createWorld();
  const prices = { perRequestCredits: '1' };
  model = await world.addModel('plain', { prices });
  other = await world.addModel('plain', { prices });
  slow = await world.addModel('hang', { prices });
});
afterAll(async () => {
  await expectVerified(world.admin);
  await world.close();
});

const expiresAt = soon(600_000);
const customerWith = (credits: string) => world.addCustomer([model, other, slow], credits);
const give = (customer: Customer, fields: object) => grantTo(world.admin, customer.accountId, fields);
const chat = (name: string) => ({ model: name, messages: [{ role: 'user', content: 'hi' }], max_tokens: 5 });
const call = async (customer: Customer, name = model.name) => {
  const response = await customer.post('/v1/chat/completions', chat(name));
  const { error } = (await response.json()) as { error?: { code: string } };
  return error ? `${response.status} ${error.code}` : '200';
};
type Shown = { id: string; description: string; remainingCredits: string; status: string };
const grantsOf = async (customer: Customer) => {
  const { body } = await customer.call('GET', '/api/v1/accounts/me/credits');
  return (body.grants as Shown[])
    .map(({ description, remainingCredits, status }) => `${description}: ${remainingCredits} ${status}`)
    .filter((text) => !text.startsWith('Welcome') && !text.startsWith('a test'));
};
/** Starts calls that do not end by themselves; gives what ends them and waits until no more than `held` is held. */
async function hang(customer: Customer, count: number, name = slow.name) {
  const gone = new AbortController();
  const before = world.upstream.calls.length;
  const calls = Promise.allSettled(
    Array.from({ length: count }, () => customer.post('/v1/chat/completions', chat(name), {}, gone.signal)),
  );
  await expect.poll(() => world.upstream.calls.length).toBe(before + count);
  return async (held = '0') => {
    gone.abort();
    await calls;
    await expect.poll(async () => (await customer.credits()).heldCredits).toBe(held);
  };
}

describe('grants for some models', () => {
  test('pay before the balance, for their models only, in order', async () => {
    const customer = await customerWith('10');
    await give(customer, { amountCredits: '2', modelIds: [model.id], description: 'Second' });
    await give(customer, {
      amountCredits: '1.5',
      modelIds: [model.id, slow.id],
      description: 'First',
      priority: -1,
    });
    await give(customer, { amountCredits: '5', modelIds: [slow.id], description: 'Another' });
    expect(await call(customer, other.name)).toBe('200');
    for (let n = 0; n < 3; n += 1) expect(await call(customer)).toBe('200');
    expect(await grantsOf(customer)).toEqual(['Another: 5 active', 'First: 0 used', 'Second: 0.5 active']);
    expect(await customer.credits()).toMatchObject({
      balanceCredits: '14.5',
      availableCredits: '9',
      restrictedCredits: '5.5',
    });
    // Half of the next one is the balance's.
    expect(await call(customer)).toBe('200');
    expect(await customer.credits()).toMatchObject({ balanceCredits: '13.5', availableCredits: '8.5' });
    expect(await call(customer)).toBe('200');
    expect(await customer.credits()).toMatchObject({ balanceCredits: '12.5', availableCredits: '7.5' });
    await expectVerified(world.admin);
  });

  test('hold what they will pay', async () => {
    const customer = await customerWith('10');
    await give(customer, { amountCredits: '2.5', modelIds: [slow.id], description: 'Slow' });
    const end = await hang(customer, 4);
    expect(await customer.credits()).toMatchObject({
      balanceCredits: '12.5',
      heldCredits: '4',
      availableCredits: '8.5',
      restrictedCredits: '0',
    });
    await end();
    expect(await grantsOf(customer)).toEqual(['Slow: 0 used']);
    expect(await customer.credits()).toMatchObject({ balanceCredits: '8.5', availableCredits: '8.5' });
    await expectVerified(world.admin);
  });

  test('let calls in when the balance is empty, and no others', async () => {
    const customer = await customerWith('0');
    await give(customer, { amountCredits: '1', modelIds: [model.id] });
    expect(await call(customer, other.name)).toBe('402 insufficient_credits');
    expect(await call(customer)).toBe('200');
    expect(await call(customer)).toBe('402 insufficient_credits');
    expect(await customer.credits()).toMatchObject({ balanceCredits: '0', availableCredits: '0' });
  });

  test('say to wait, and not to top up, where running calls hold the rest of them', async () => {
    const customer = await customerWith('0.5');
    await give(customer, { amountCredits: '1.5', modelIds: [slow.id] });
    const end = await hang(customer, 2);
    expect(await call(customer, slow.name)).toBe('429 in_flight_budget_exhausted');
    await end();
    expect(await call(customer, slow.name)).toBe('402 insufficient_credits');
  });

  test('bound an answer to what they and the balance can pay together', async () => {
    const customer = await customerWith('0.5');
    const dear = await world.addModel('plain', {
      prices: { inputPerMillionCredits: '0', outputPerMillionCredits: '100000' },
    });
    await customer.subscribe(dear.id);
    await give(customer, { amountCredits: '0.3', modelIds: [dear.id], description: 'Dear' });
    const response = await customer.post('/v1/chat/completions', { ...chat(dear.name), max_tokens: 500 });
    expect([response.status, response.headers.get('x-litemaas-max-tokens')]).toEqual([200, '8']);
    await response.arrayBuffer();
  });

  test.each([
    ['60', '30.5', '29.5', '200'],
    ['30', '30', '0', '200'],
  ])(
    'five hundred at once on credits for %s, of them %s granted: not one more and none less',
    async (calls, granted, own) => {
      const customer = await customerWith(own);
      await give(customer, { amountCredits: granted, modelIds: [model.id], description: 'Many' });
      world.upstream.forget();
      const answers = await Promise.all(Array.from({ length: 500 }, () => call(customer)));
      expect(world.upstream.calls).toHaveLength(Number(calls));
      expect(answers.filter((answer) => answer === '200')).toHaveLength(Number(calls));
      const refused = new Set(answers.filter((answer) => answer !== '200'));
      refused.delete('402 insufficient_credits');
      refused.delete('429 in_flight_budget_exhausted');
      expect([...refused]).toEqual([]);
      expect(await customer.credits()).toMatchObject({ balanceCredits: '0', heldCredits: '0' });
      expect(await grantsOf(customer)).toEqual(['Many: 0 used']);
      await expectVerified(world.admin);
    },
  );
});

describe('a grant that expires while calls run', () => {
  test('pays for those calls up to what they held, and the rest lapses as they end', async () => {
    const customer = await customerWith('10');
    const grant = await give(customer, { amountCredits: '5.5', expiresAt, description: 'Short' });
    const end = await hang(customer, 3);
    const endLater = await hang(customer, 1);
    await letExpire(world.db, grant.id);
    // The first call from then on closes it; the balance pays for it.
    expect(await call(customer)).toBe('200');
    expect(await grantsOf(customer)).toEqual(['Short: 4 expired']);
    expect(await customer.credits()).toMatchObject({ balanceCredits: '13', heldCredits: '4' });
    await expectVerified(world.admin);
    await end('1');
    await expectVerified(world.admin);
    expect(await customer.credits()).toMatchObject({ balanceCredits: '10', heldCredits: '1' });
    await endLater();
    expect(await call(customer)).toBe('200');
    expect(await grantsOf(customer)).toEqual(['Short: 0 expired']);
    // Granted 15.5; used 6, of which the grant paid 4 and the balance 2; 1.5 have lapsed.
    expect(await customer.credits()).toMatchObject({ balanceCredits: '8', availableCredits: '8' });
    await expectVerified(world.admin);
  });

  test('lets nobody in on what its calls give back', async () => {
    const customer = await customerWith('0');
    const wide = await world.addModel('hang', {
      prices: { inputPerMillionCredits: '0', outputPerMillionCredits: '1000000' },
    });
    await customer.subscribe(wide.id);
    const grant = await give(customer, { amountCredits: '7', expiresAt, description: 'Short' });
    const end = await hang(customer, 1, wide.name);
    expect(await customer.credits()).toMatchObject({ heldCredits: '5' });
    await letExpire(world.db, grant.id);
    for (let n = 0; n < 2; n += 1) {
      expect(await call(customer)).toBe('402 insufficient_credits');
      await end();
    }
    await world.app.burnGrants();
    expect(await customer.credits()).toMatchObject({ balanceCredits: '0', availableCredits: '0' });
    expect(await grantsOf(customer)).toEqual(['Short: 0 expired']);
    await expectVerified(world.admin);
  });

  test('is the same for one of some models', async () => {
    const customer = await customerWith('10');
    const grant = await give(customer, {
      amountCredits: '5.5',
      expiresAt,
      modelIds: [slow.id],
      description: 'Slow',
    });
    const end = await hang(customer, 3);
    await letExpire(world.db, grant.id);
    const endOther = await hang(customer, 1);
    expect(await customer.credits()).toMatchObject({
      balanceCredits: '13',
      heldCredits: '4',
      restrictedCredits: '0',
    });
    expect(await grantsOf(customer)).toEqual(['Slow: 3 expired']);
    await end('1');
    await endOther();
    await world.app.burnGrants();
    expect(await grantsOf(customer)).toEqual(['Slow: 0 expired']);
    expect(await customer.credits()).toMatchObject({ balanceCredits: '9', availableCredits: '9' });
    await expectVerified(world.admin);
  });

  test('is booked without any call, by the clock', async () => {
    const customer = await customerWith('10');
    await give(customer, { amountCredits: '5', expiresAt: soon(4_000), description: 'Short' });
    await expect
      .poll(async () => {
        await world.app.burnGrants();
        return grantsOf(customer);
      })
      .toEqual(['Short: 0 expired']);
    expect(await customer.credits()).toMatchObject({ balanceCredits: '10', availableCredits: '10' });
  });
});
