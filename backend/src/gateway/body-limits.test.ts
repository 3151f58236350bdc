import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Customer, createWorld, type World } from '../../test/gateway-world.ts';

/* What is cheap to send must not be dear to read: one request may not hold up the others. */

let world: World;
let customer: Customer;
let model: { id: string; name: string };
beforeAll(async () => {
  world = await createWorld();
  model = await world.addModel('plain');
  customer = await world.addCustomer([model], '100000');
});
afterAll(() => world.close());

const path = '/v1/chat/completions';
const message = '{"role":"user","content":"hi"}';
const chat = (messages: string, more = '') =>
  `{"model":"${model.name}","max_tokens":5,${more}"messages":${messages}}`;
const list = (item: string, count: number) => `[${Array.from({ length: count }, () => item).join(',')}]`;

async function refused(body: string, to = path) {
  const before = world.upstream.calls.length;
  const response = await customer.post(to, body);
  const { error } = (await response.json()) as {
    error: { message: string; code: string; param: string | null };
  };
  expect([response.status, error.code]).toEqual([400, 'invalid_request_error']);
  expect(world.upstream.calls).toHaveLength(before);
  return [error.message, error.param];
}

describe('refused for their structure', () => {
  test.each([
    ['three million messages', () => chat(list('{}', 3_000_000)), 'more than 50000 lists and objects'],
    [
      'a long list of parts',
      () => chat(`[{"content":${list('{}', 400_000)}}]`),
      'more than 50000 lists and objects',
    ],
    [
      'many members of the top level',
      () => `{${Array.from({ length: 1_000_000 }, (_, index) => `"k${index}":1`).join(',')}}`,
      'more than 50000 members of objects',
    ],
    [
      'many small values',
      () => chat(list(message, 1), `"x":${list('1', 600_000)},`),
      'more than 500000 values',
    ],
    ['lists in lists', () => chat('['.repeat(1_000_000)), 'more than 100 levels of lists and objects'],
    ['objects in objects', () => chat('[{"a":'.repeat(200_000)), 'more than 100 levels of lists and objects'],
    ['a list in place of an object', () => list('{}', 1_000_000), 'must be a JSON object'],
  ])('%s', async (_name, body, reason) => {
    const [text, param] = await refused(body());
    expect(text).toContain(reason);
    expect(param).toBeNull();
  });
  test('what is counted does not depend on where it is', async () => {
    const [text] = await refused(`{"model":"x","input":${list('[1]', 60_000)}}`, '/v1/embeddings');
    expect(text).toContain('more than 50000 lists and objects');
  });
  test.each([
    ['messages', list(message, 10_001), '"messages" has more than 10000 messages.'],
    [
      'parts',
      `[{"role":"user","content":${list('{"type":"text","text":""}', 10_001)}}]`,
      '"messages" has more than 10000 parts of content.',
    ],
  ])('%s', async (_name, messages, reason) => {
    expect(await refused(chat(messages))).toEqual([reason, 'messages']);
  });
});

test('bytes that are no UTF-8 are refused: two servers could read two things in them', async () => {
  const body = Buffer.concat([Buffer.from('{"model":"x","'), Buffer.from([0xc1, 0xa1]), Buffer.from('":1}')]);
  const response = await fetch(world.url + path, {
    method: 'POST',
    headers: { authorization: `Bearer ${customer.key}` },
    body,
  });
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({ error: { message: 'The request body must be UTF-8.' } });
});

describe('taken, and forwarded as they are', () => {
  const got = async (body: string, to = path) => {
    const response = await customer.post(to, body);
    expect([response.status, (await response.text()).slice(0, 10)]).toEqual([200, expect.any(String)]);
    return world.upstream.calls.at(-1)!.raw.toString();
  };
  test.each([
    ['as many messages as there may be', () => list(message, 10_000)],
    [
      'as many levels as there may be',
      () => `[{"role":"user","content":"hi","x":${'['.repeat(96)}${']'.repeat(96)}}]`,
    ],
  ])('%s', async (_name, messages) => {
    const body = chat(messages()).replace(model.name, 'plain');
    const sent = chat(messages());
    expect((await got(sent)) === body).toBe(true);
  });
  test('a body that comes byte by byte', async () => {
    const bytes = Buffer.from(chat(`[{"role":"user","content":"é\\"}"}]`));
    let at = 0;
    const body = new ReadableStream<Uint8Array>({
      pull: (controller) =>
        at < bytes.length ? controller.enqueue(bytes.subarray(at, (at += 1))) : controller.close(),
    });
    const headers = { authorization: `Bearer ${customer.key}` };
    const response = await fetch(world.url + path, { method: 'POST', headers, body, duplex: 'half' });
    expect(response.status).toBe(200);
    expect(world.upstream.calls.at(-1)!.raw.toString()).toBe(bytes.toString().replace(model.name, 'plain'));
  });
});
