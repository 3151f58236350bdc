import { codeSamples } from '../../components/code-samples.ts';

/** The first embeddings call against `endpoint`. */
export function embeddingSamples({ endpoint, modelName }: { endpoint: string; modelName: string }) {
  const create = 'embeddings.create';
  const answer = 'answer.data[0].embedding';
  return codeSamples(
    { endpoint },
    {
      path: '/embeddings',
      curlData: `'{"model": "${modelName}", "input": ["Hello!"]}'`,
      python: { call: `${create}(model="${modelName}", input=["Hello!"])`, answer },
      node: { call: `${create}({ model: '${modelName}', input: ['Hello!'] })`, answer },
    },
  );
}
