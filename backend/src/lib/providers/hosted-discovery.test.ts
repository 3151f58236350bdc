import { describe, expect, test } from 'vitest';
import { connectTo, standInKey } from '../../../test/stand-ins/connect.ts';
import { type StandInAnswer, startJsonServer } from '../../../test/stand-ins/json-server.ts';
import type { Connection } from './discovered-model.ts';
import { discoverProviderModels, testProvider } from './index.ts';

/** A stand-in that knows these paths, and a connection to it whose base has this path. */
async function knowing(kind: Connection['kind'], basePath: string, answers: Record<string, object>) {
  const answer = ({ path }: { path: string }): StandInAnswer =>
    answers[path] ? { status: 200, json: answers[path] } : { status: 404, json: {} };
  const { connection, standIn } = await connectTo(kind, startJsonServer(answer));
  return { connection: { ...connection, baseUrl: connection.baseUrl + basePath }, standIn };
}
const unknown = {
  displayName: null,
  description: null,
  contextLength: null,
  maxOutputTokens: null,
  prices: null,
};
const model = (name: string, more: object) => ({ ...unknown, upstreamModel: name, name, ...more });

describe('what models are, as their providers say', () => {
  test('Google', async () => {
    const { connection, standIn } = await knowing('google', '/v1beta/openai', {
      '/v1beta/models?pageSize=1000': {
        models: [
          {
            name: 'models/gemini-x',
            displayName: 'Gemini X',
            description: 'A model',
            inputTokenLimit: 1_048_576,
            outputTokenLimit: 65_536,
            supportedGenerationMethods: ['generateContent', 'countTokens'],
          },
          {
            name: 'models/embed-x',
            inputTokenLimit: 2048,
            outputTokenLimit: 1,
            supportedGenerationMethods: ['embedContent'],
          },
          { name: 'models/film-x', supportedGenerationMethods: ['predictLongRunning'] },
        ],
      },
    });
    expect(await discoverProviderModels(connection)).toEqual([
      model('gemini-x', {
        displayName: 'Gemini X',
        description: 'A model',
        contextLength: 1_048_576,
        maxOutputTokens: 65_536,
        capabilities: ['chat'],
      }),
      model('embed-x', { contextLength: 2048, capabilities: ['embeddings'] }),
    ]);
    expect(standIn.seen[0]!.headers).toMatchObject({ 'x-goog-api-key': standInKey });
    expect(await testProvider(connection)).toMatchObject({ ok: true });
  });

  test('Cohere', async () => {
    const { connection, standIn } = await knowing('cohere', '/compatibility/v1', {
      '/v1/models?page_size=1000': {
        models: [
          { name: 'command-x', endpoints: ['chat', 'generate'], context_length: 256_000 },
          { name: 'rerank-x', endpoints: ['rerank'], context_length: 4096 },
          { name: 'classify-x', endpoints: ['classify'] },
        ],
      },
    });
    expect(await discoverProviderModels(connection)).toEqual([
      model('command-x', { contextLength: 256_000, capabilities: ['chat'] }),
      model('rerank-x', { contextLength: 4096, capabilities: ['rerank'] }),
    ]);
    expect(standIn.seen[0]!.headers.authorization).toBe(`Bearer ${standInKey}`);
  });

  test('vLLM', async () => {
    const { connection } = await knowing('vllm', '', {
      '/v1/models': { data: [{ id: 'acme/x', max_model_len: 32_768 }, { id: 'bge-m3' }] },
    });
    expect(await discoverProviderModels(connection)).toEqual([
      model('acme/x', { contextLength: 32_768, capabilities: ['chat'] }),
      model('bge-m3', { capabilities: ['embeddings'] }),
    ]);
  });

  test('LM Studio, also an older one', async () => {
    const { connection } = await knowing('lmstudio', '', {
      '/api/v0/models': {
        data: [
          { id: 'x', type: 'vlm', max_context_length: 8192, capabilities: ['tool_use'] },
          { id: 'y', type: 'embeddings' },
        ],
      },
    });
    expect(await discoverProviderModels(connection)).toEqual([
      model('x', { contextLength: 8192, capabilities: ['chat', 'vision', 'tools'] }),
      model('y', { capabilities: ['embeddings'] }),
    ]);
    const older = await knowing('lmstudio', '', { '/v1/models': { data: [{ id: 'z' }] } });
    expect(await discoverProviderModels(older.connection)).toEqual([model('z', { capabilities: ['chat'] })]);
  });

  test.each<[Connection['kind']]>([['google'], ['cohere']])(
    '%s behind an address of somebody else has OpenAI’s list',
    async (kind) => {
      const { connection } = await knowing(kind, '', { '/v1/models': { data: [{ id: 'z' }] } });
      expect(await discoverProviderModels(connection)).toEqual([model('z', { capabilities: ['chat'] })]);
    },
  );
});
