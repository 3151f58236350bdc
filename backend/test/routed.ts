import { expect } from 'vitest';
import type { Customer, UsageRow, World } from './gateway-world.ts';

export const chatPath = '/v1/chat/completions';
/** A short question, and a short answer at the most. */
export const chat = (model: string, more: object = {}) => ({
  model,
  messages: [{ role: 'user', content: 'hi' }],
  max_tokens: 50,
  ...more,
});

/** Where a model goes, tried in the order in which they are given. */
export type RouteTo = [providerId: string, upstreamModel: string];

/** A model with these routes, for these customers; gives its name. */
export async function addRouted(world: World, customers: Customer[], routes: RouteTo[]): Promise<string> {
  const { id, name } = await world.addModel('plain', {
    routes: routes.map(([providerId, upstreamModel], order) => ({ providerId, upstreamModel, order })),
  });
  for (const customer of customers) await customer.subscribe(id);
  return name;
}

export type Asked = {
  status: number;
  headers: Headers;
  text: string;
  code: string | undefined;
  usage: UsageRow;
};

/** Asks once; gives the answer, the code of its error, and its one usage record. */
export async function askOnce(
  world: World,
  customer: Customer,
  model: string,
  more: object = {},
  signal?: AbortSignal,
): Promise<Asked> {
  const response = await customer.post(chatPath, chat(model, more), {}, signal);
  const text = await response.text();
  const requestId = response.headers.get('x-request-id');
  const usage = (await world.usage(customer.accountId)).filter((row) => row.request_id === requestId);
  expect(usage).toHaveLength(1);
  const code = response.ok ? undefined : (JSON.parse(text) as { error: { code: string } }).error.code;
  return { status: response.status, headers: response.headers, text, code, usage: usage[0]! };
}
