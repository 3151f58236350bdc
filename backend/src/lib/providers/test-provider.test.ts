import { describe, expect, test } from 'vitest';
import { connectTo, standInKey } from '../../../test/stand-ins/connect.ts';
import { startJsonServer } from '../../../test/stand-ins/json-server.ts';
import { startLitellm } from '../../../test/stand-ins/litellm.ts';
import { startOllama } from '../../../test/stand-ins/ollama.ts';
import { startOpenai } from '../../../test/stand-ins/openai.ts';
import { discoverProviderModels, testProvider } from './index.ts';

describe('testing a connection', () => {
  test('works, with the key as a bearer token', async () => {
    const { connection, standIn } = await connectTo(
      'litellm',
      startLitellm({ apiKey: standInKey, deployments: [] }),
    );
    expect(await testProvider(connection)).toEqual({
      ok: true,
      latencyMs: expect.any(Number) as number,
      error: null,
    });
    expect(standIn.seen.map(({ path }) => path)).toEqual(['/v1/models']);
    expect(standIn.seen[0]!.headers.authorization).toBe(`Bearer ${standInKey}`);
  });

  test('a refused key is said without repeating it', async () => {
    const { connection } = await connectTo('openai', startOpenai({ apiKey: 'another', models: [] }));
    const result = await testProvider(connection);
    expect(result).toMatchObject({ ok: false, error: 'The provider refused the API key (status 401).' });
    expect(JSON.stringify(result)).not.toContain('canary');
  });

  test('nobody listens', async () => {
    const { connection, standIn } = await connectTo('ollama', startOllama({ tags: {} }), null);
    await standIn.close();
    expect(await testProvider(connection)).toMatchObject({
      ok: false,
      error: 'Nothing listens at this address (connection refused).',
    });
  });

  test('a silent provider is given up after 5 seconds', async () => {
    const { connection } = await connectTo(
      'ollama',
      startJsonServer(() => 'hang'),
      null,
    );
    const result = await testProvider(connection);
    expect(result).toMatchObject({ ok: false, error: 'No answer within the time limit.' });
    expect(result.latencyMs).toBeGreaterThanOrEqual(4_900);
    expect(result.latencyMs).toBeLessThan(8_000);
  });

  test('a redirect is not followed: the key would go elsewhere', async () => {
    const { connection, standIn } = await connectTo(
      'openai',
      startJsonServer(() => ({ status: 302, json: {} })),
    );
    expect((await testProvider(connection)).error).toMatch(/redirects elsewhere/);
    expect(standIn.seen).toHaveLength(1);
  });

  test.each<[string, Parameters<typeof startJsonServer>[0], RegExp]>([
    ['a web page', () => ({ status: 200, text: '<html>' }), /not JSON/],
    ['a broken connection', () => 'reset', /connection was broken/],
    ['a failure', () => ({ status: 503, text: 'down' }), /status 503/],
  ])('%s', async (_case, answer, message) => {
    const { connection } = await connectTo('openai', startJsonServer(answer));
    const result = await testProvider(connection);
    expect(result.ok).toBe(false);
    expect(result.error).toMatch(message);
  });

  test('a dead provider costs a discovery a few failures, not one per model; a test asks it again', async () => {
    const models = Array.from({ length: 60 }, (_, index) => ({ name: `m${index}` }));
    const answer = ({ path }: { path: string }) =>
      path === '/api/tags' ? ({ status: 200, json: { models } } as const) : 'reset';
    const { connection, standIn } = await connectTo('ollama', startJsonServer(answer), null);
    expect(await discoverProviderModels(connection)).toHaveLength(60);
    expect(standIn.seen.length).toBeLessThan(15);
    const before = standIn.seen.length;
    expect((await testProvider(connection)).error).toMatch(/connection was broken/);
    expect(standIn.seen.length).toBe(before + 1);
  });
});
