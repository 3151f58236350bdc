import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { type Customer, createWorld, type World } from '../../test/gateway-world.ts';
import { type StandIn, startJsonServer } from '../../test/stand-ins/json-server.ts';

type Attribute = { key: string; value: { stringValue?: string; intValue?: number } };
type Span = {
  traceId: string;
  parentSpanId?: string;
  name: string;
  kind: number;
  startTimeUnixNano: string;
  endTimeUnixNano: string;
  attributes: Attribute[];
  status: { code: number };
};

const client = 3;
const failed = 2;
const traceId = '0af7651916cd43dd8448eb211c80319c';
const parentId = 'b7ad6b7169203331';

const valuesOf = (attributes: Attribute[]) =>
  Object.fromEntries(attributes.map(({ key, value }) => [key, value.stringValue ?? value.intValue]));

type Spans = { resourceSpans: { scopeSpans: { spans: Span[] }[] }[] };

const received = ({ seen }: StandIn, path: string) =>
  seen.filter((request) => request.path === path).map(({ body }) => body);

const spansOf = (collector: StandIn) =>
  received(collector, '/v1/traces')
    .flatMap((body) => (JSON.parse(body) as Spans).resourceSpans)
    .flatMap(({ scopeSpans }) => scopeSpans)
    .flatMap(({ spans }) => spans);

async function chat(customer: Customer, model: string, headers = {}): Promise<Response> {
  const body = { model, messages: [{ role: 'user', content: `secret ${randomUUID()}` }], max_tokens: 20 };
  const response = await customer.post('/v1/chat/completions', body, headers);
  await response.text();
  return response;
}

async function withCollector(work: (world: World) => Promise<void>, answer = 200): Promise<StandIn> {
  const collector = await startJsonServer(() => ({ status: answer, json: {} }));
  const world = await createWorld({ otlpEndpoint: collector.url });
  await work(world);
  // What was not sent yet is sent as the server ends.
  await world.close();
  await collector.close();
  return collector;
}

test('a collector gets each call as a span below its caller’s, and the metrics, without a word of it', async () => {
  let names: string[] = [];
  let requestIds: (string | null)[] = [];
  const collector = await withCollector(async (world) => {
    const plain = await world.addModel('plain');
    const failing = await world.addModel('fail-500');
    const customer = await world.addCustomer([plain, failing], '10');
    const answers = [
      await chat(customer, plain.name, { traceparent: `00-${traceId}-${parentId}-01` }),
      await chat(customer, failing.name),
    ];
    expect(answers.map(({ status }) => status)).toEqual([200, 502]);
    requestIds = answers.map(({ headers }) => headers.get('x-request-id'));
    names = [plain.name, failing.name];
  });
  const spans = spansOf(collector);
  expect(spans.map(({ name, kind }) => [name, kind])).toEqual(names.map((name) => [`chat ${name}`, client]));
  const [good, bad] = spans as [Span, Span];
  expect([good.traceId, good.parentSpanId, good.status.code]).toEqual([traceId, parentId, 0]);
  expect(BigInt(good.endTimeUnixNano) >= BigInt(good.startTimeUnixNano)).toBe(true);
  expect(valuesOf(good.attributes)).toMatchObject({
    'gen_ai.operation.name': 'chat',
    'gen_ai.provider.name': 'openai-compatible',
    'gen_ai.request.model': names[0],
    'litemaas.request_id': requestIds[0],
    'litemaas.outcome': 'success',
  });
  expect(bad.parentSpanId).toBe(undefined);
  expect([bad.status.code, valuesOf(bad.attributes)]).toMatchObject([
    failed,
    { 'error.type': 'upstream_error', 'litemaas.request_id': requestIds[1], 'gen_ai.usage.output_tokens': 0 },
  ]);
  const metrics = received(collector, '/v1/metrics').join();
  for (const name of ['gen_ai.client.operation.duration', 'gen_ai.client.token.usage'])
    expect(metrics).toContain(`"name":"${name}"`);
  expect(JSON.stringify(collector.seen)).not.toContain('secret');
});

test('a collector that is away or refuses holds up nobody', { timeout: 60_000 }, async () => {
  await withCollector(async (world) => {
    const plain = await world.addModel('plain');
    const customer = await world.addCustomer([plain], '10');
    expect((await chat(customer, plain.name)).status).toBe(200);
  }, 404);
  const world = await createWorld({ otlpEndpoint: 'http://127.0.0.1:1' });
  const plain = await world.addModel('plain');
  const customer = await world.addCustomer([plain], '10');
  expect((await chat(customer, plain.name)).status).toBe(200);
  await world.close();
});
