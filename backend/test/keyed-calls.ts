import { randomUUID } from 'node:crypto';
import { createProvider } from './catalogue.ts';
import { type Customer, createWorld, type UsageRow, type World } from './gateway-world.ts';
import { type Script, type Scripted, startScripted, usage } from './stand-ins/scripted.ts';

export type KeyedAnswer = {
  status: number;
  headers: Headers;
  text: string;
  error: { code: string; details?: object } | undefined;
};

/** Somebody who makes calls with an Idempotency-Key, of the stand-in and of models that do what a script says. */
export type KeyedCalls = {
  world: World;
  upstream: Scripted;
  plain: { id: string; name: string };
  customer: Customer;
  plainChat: (more?: object) => ReturnType<typeof chat>;
  post: (key: string, body: object, who?: Customer, to?: string) => Promise<KeyedAnswer>;
  /** The name of a model that answers so. */
  addScripted: (script: Script) => Promise<string>;
  /** Whether the newest of them was asked. */
  wasAsked: () => boolean;
  callsOf: (model: string) => Promise<UsageRow[]>;
  setKept: (key: string, set: string) => Promise<unknown>;
  close: () => Promise<void>;
};

export const path = '/v1/chat/completions';

export const chat = (model: string, more: object = {}) => ({
  model,
  messages: [{ role: 'user' as const, content: 'hello' }],
  max_tokens: 50,
  ...more,
});

export const said = (words: number) => ({
  choices: [{ index: 0, message: { content: ' word'.repeat(words) }, finish_reason: 'stop' }],
  ...usage(5, words),
});

export const isReplay = ({ headers }: { headers: Headers }) => headers.get('idempotent-replayed') === 'true';

export async function createKeyedCalls(): Promise<KeyedCalls> {
  const world = await createWorld();
  const upstream = await startScripted();
  const { id: providerId } = await createProvider(world.admin, {
    kind: 'openai-compatible',
    baseUrl: upstream.url,
  });
  const plain = await world.addModel('plain');
  const customer = await world.addCustomer([plain], '1000');
  let newest = '';
  return {
    world,
    upstream,
    plain,
    customer,
    plainChat: (more = {}) => chat(plain.name, more),
    async post(key, body, who = customer, to = path) {
      const response = await who.post(to, body, { 'idempotency-key': key });
      const text = await response.text();
      const { error } = (text.startsWith('{') ? JSON.parse(text) : {}) as Pick<KeyedAnswer, 'error'>;
      return { status: response.status, headers: response.headers, text, error };
    },
    async addScripted(script) {
      newest = `script-${randomUUID()}`;
      upstream.on(newest, script);
      const routes = [{ providerId, upstreamModel: newest }];
      const { id, name } = await world.addModel('plain', { routes });
      await customer.subscribe(id);
      return name;
    },
    wasAsked: () => upstream.calls.some(({ model }) => model === newest),
    callsOf: async (model) =>
      (await world.usage(customer.accountId)).filter(({ model_name: name }) => name === model),
    setKept: (key, set) => world.db.query(`UPDATE idempotent_calls SET ${set} WHERE key = $1`, [key]),
    async close() {
      await upstream.close();
      await world.close();
    },
  };
}
