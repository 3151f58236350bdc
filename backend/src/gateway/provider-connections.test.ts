import type { RequestListener } from 'node:http';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { createProvider } from '../../test/catalogue.ts';
import { type Customer, createWorld, type World } from '../../test/gateway-world.ts';
import { addRouted, askOnce } from '../../test/routed.ts';
import { startHttpProxy } from '../../test/stand-ins/http-proxy.ts';
import { delta, type Scripted, sending, startScripted } from '../../test/stand-ins/scripted.ts';
import { ownCertificate, startTlsServer } from '../../test/stand-ins/tls-server.ts';

let world: World;
let customer: Customer;
let upstream: Scripted;
beforeAll(async () => {
  world = await createWorld();
  customer = await world.addCustomer([], '10000');
  upstream = await startScripted();
  upstream.on('plain', sending(answer));
});
afterAll(async () => {
  await upstream.close();
  await world.close();
});

const answer = {
  choices: [{ index: 0, message: { role: 'assistant', content: 'hello' }, finish_reason: 'stop' }],
  usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
};
const provider = (fields: object) =>
  createProvider(world.admin, { kind: 'openai-compatible', baseUrl: upstream.url, ...fields });
async function ask(fields: object, model = 'plain', more: object = {}) {
  const { id } = await provider(fields);
  return { id, ...(await askOnce(world, customer, await addRouted(world, [customer], [[id, model]]), more)) };
}
const testOf = async (id: string) =>
  (await world.admin.call('POST', `/api/v1/admin/providers/${id}/test`)).body;
const discover = (id: string) => world.admin.call('POST', `/api/v1/admin/providers/${id}/discover`);

/** Answers calls and lists of models alike. */
const serve: RequestListener = (request, response) => {
  response.setHeader('content-type', 'application/json');
  request.resume();
  request.on('end', () =>
    response.end(JSON.stringify(request.url === '/v1/models' ? { data: [{ id: 'm' }] } : answer)),
  );
};

describe('what a provider is set up with', () => {
  test('headers, organisation and project go with every call, and every question', async () => {
    const fields = {
      apiKey: 'key-1',
      headers: { 'X-Team': 'red' },
      organization: 'org-1',
      project: 'proj_1',
    };
    const { status } = await ask(fields);
    expect(status).toBe(200);
    const wanted = {
      authorization: 'Bearer key-1',
      'x-team': 'red',
      'openai-organization': 'org-1',
      'openai-project': 'proj_1',
    };
    expect(upstream.calls.at(-1)?.headers).toMatchObject(wanted);
    const seen: object[] = [];
    const server = await startTlsServer((request, response) => {
      seen.push(request.headers);
      serve(request, response);
    });
    onTestFinished(() => server.close());
    const { id } = await provider({ ...fields, baseUrl: server.url, caCertificates: ownCertificate });
    expect(await testOf(id)).toMatchObject({ ok: true });
    expect(seen.at(-1)).toMatchObject(wanted);
  });

  test('its own certificates are trusted, by calls and by questions, and by nobody else', async () => {
    const server = await startTlsServer(serve);
    onTestFinished(() => server.close());
    const strange = await ask({ baseUrl: server.url });
    expect([strange.status, strange.code]).toEqual([503, 'upstream_unavailable']);
    expect(await testOf(strange.id)).toMatchObject({
      ok: false,
      error: 'The TLS connection was not accepted (DEPTH_ZERO_SELF_SIGNED_CERT).',
    });
    const known = await ask({ baseUrl: server.url, caCertificates: ownCertificate });
    expect(known.status).toBe(200);
    expect(await testOf(known.id)).toMatchObject({ ok: true, error: null });
    expect((await discover(known.id)).body.data).toMatchObject([{ upstreamModel: 'm' }]);
  });

  test('its proxy leads to it, also to one that speaks TLS', async () => {
    const proxy = await startHttpProxy('user:pass word');
    const server = await startTlsServer(serve);
    onTestFinished(() => server.close());
    onTestFinished(() => proxy.close());
    const proxyUrl = proxy.url.replace('://', '://user:pass%20word@');
    const plain = await ask({ proxyUrl });
    expect(plain.status).toBe(200);
    expect(proxy.asked.map(({ target }) => target)).toEqual([upstream.url.slice('http://'.length)]);
    const secure = await ask({ proxyUrl, baseUrl: server.url, caCertificates: ownCertificate });
    expect(secure.status).toBe(200);
    expect(await testOf(secure.id)).toMatchObject({ ok: true });
    expect(proxy.asked).toHaveLength(3);

    const refused = await ask({ proxyUrl: proxy.url });
    expect([refused.status, refused.code]).toEqual([503, 'upstream_unavailable']);
    expect(await testOf(refused.id)).toMatchObject({
      ok: false,
      error: 'The proxy did not let the request through.',
    });
  });

  test('a change of it holds for the next call', async () => {
    const proxy = await startHttpProxy();
    onTestFinished(() => proxy.close());
    const { id } = await provider({});
    const model = await addRouted(world, [customer], [[id, 'plain']]);
    expect((await askOnce(world, customer, model)).status).toBe(200);
    await world.admin.call('PATCH', `/api/v1/admin/providers/${id}`, { proxyUrl: proxy.url });
    await expect
      .poll(async () => {
        await askOnce(world, customer, model);
        return proxy.asked.length;
      })
      .toBe(1);
    await world.admin.call('PATCH', `/api/v1/admin/providers/${id}`, { proxyUrl: null });
    expect((await askOnce(world, customer, model)).status).toBe(200);
  });
});

describe('its own time limits', () => {
  test('to the first byte', async () => {
    upstream.on('silent', () => {});
    const { status, code } = await ask({ firstByteTimeoutMs: 1_000 }, 'silent');
    expect([status, code]).toEqual([504, 'upstream_timeout']);
  });
  test('between bytes', async () => {
    upstream.on('stops', (response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(delta('hello'));
    });
    const { text, usage } = await ask({ idleTimeoutMs: 1_000 }, 'stops', { stream: true });
    expect(text).toContain('upstream_error');
    expect(usage).toMatchObject({ outcome: 'error', error_code: 'upstream_error' });
  });
  test('in all', async () => {
    upstream.on('for-ever', (response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      const timer = setInterval(() => response.write(delta('hello')), 50);
      response.on('close', () => clearInterval(timer));
    });
    const { usage } = await ask({ totalTimeoutMs: 700 }, 'for-ever', { stream: true });
    expect(usage).toMatchObject({ outcome: 'error' });
  });
});
