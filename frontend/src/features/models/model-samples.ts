import { chatSamples, codeSamples } from '../../components/code-samples.ts';
import type { Model } from './queries.ts';

type Called = { endpoint: string; modelName: string };
type Samples = ReturnType<typeof codeSamples>;

function embeddingSamples({ endpoint, modelName }: Called): Samples {
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

function moderationSamples({ endpoint, modelName }: Called): Samples {
  const create = 'moderations.create';
  const answer = 'answer.results[0].flagged';
  return codeSamples(
    { endpoint },
    {
      path: '/moderations',
      curlData: `'{"model": "${modelName}", "input": "Hello!"}'`,
      python: { call: `${create}(model="${modelName}", input="Hello!")`, answer },
      node: { call: `${create}({ model: '${modelName}', input: 'Hello!' })`, answer },
    },
  );
}

/** The package has no call of its own for it. */
function rerankSamples({ endpoint, modelName }: Called): Samples {
  return codeSamples(
    { endpoint },
    {
      path: '/rerank',
      curlData: `'{
    "model": "${modelName}",
    "query": "big cats",
    "documents": ["Lions are big cats.", "Tea is a drink."]
  }'`,
      python: {
        call: `post(
    "/rerank",
    cast_to=object,
    body={
        "model": "${modelName}",
        "query": "big cats",
        "documents": ["Lions are big cats.", "Tea is a drink."],
    },
)`,
        answer: 'answer["results"]',
      },
      node: {
        call: `post('/rerank', {
  body: {
    model: '${modelName}',
    query: 'big cats',
    documents: ['Lions are big cats.', 'Tea is a drink.'],
  },
})`,
        answer: 'answer.results',
      },
    },
  );
}

function imageSamples({ endpoint, modelName }: Called): Samples {
  const generate = 'images.generate';
  const answer = 'answer.data[0]';
  return codeSamples(
    { endpoint },
    {
      path: '/images/generations',
      curlData: `'{"model": "${modelName}", "prompt": "A cat on a mat"}'`,
      python: { call: `${generate}(model="${modelName}", prompt="A cat on a mat")`, answer },
      node: { call: `${generate}({ model: '${modelName}', prompt: 'A cat on a mat' })`, answer },
    },
  );
}

function speechSamples({ endpoint, modelName }: Called): Samples {
  const create = 'audio.speech.create';
  return codeSamples(
    { endpoint },
    {
      path: '/audio/speech',
      curlData: {
        lines: [
          '-H "Content-Type: application/json"',
          `-d '{
    "model": "${modelName}",
    "input": "Hello!",
    "voice": "alloy",
    "response_format": "wav"
  }'`,
          '-o speech.wav',
        ],
      },
      python: {
        call: `${create}(
    model="${modelName}",
    input="Hello!",
    voice="alloy",
    response_format="wav",
)`,
        then: 'answer.write_to_file("speech.wav")',
      },
      node: {
        imports: "import { writeFile } from 'node:fs/promises';",
        call: `${create}({
  model: '${modelName}',
  input: 'Hello!',
  voice: 'alloy',
  response_format: 'wav',
})`,
        then: "await writeFile('speech.wav', Buffer.from(await answer.arrayBuffer()));",
      },
    },
  );
}

function transcriptionSamples({ endpoint, modelName }: Called): Samples {
  const create = 'audio.transcriptions.create';
  return codeSamples(
    { endpoint },
    {
      path: '/audio/transcriptions',
      curlData: { lines: [`-F model="${modelName}"`, '-F file=@speech.wav'] },
      python: {
        call: `${create}(
    model="${modelName}",
    file=open("speech.wav", "rb"),
)`,
        answer: 'answer.text',
      },
      node: {
        imports: "import { createReadStream } from 'node:fs';",
        call: `${create}({
  model: '${modelName}',
  file: createReadStream('speech.wav'),
})`,
        then: 'console.log(answer.text);',
      },
    },
  );
}

const samplesFor: Record<string, (called: Called) => Samples> = {
  chat: chatSamples,
  embeddings: embeddingSamples,
  images: imageSamples,
  speech: speechSamples,
  transcriptions: transcriptionSamples,
  rerank: rerankSamples,
  moderations: moderationSamples,
};

/** The first call of each kind that a model is for; a chat where that is not known. */
export function modelSamples({ name, capabilities }: Model, endpoint: string) {
  const kinds = Object.keys(samplesFor).filter((kind) => capabilities.includes(kind));
  return (kinds.length === 0 ? ['chat'] : kinds).map((capability) => ({
    capability,
    samples: samplesFor[capability]!({ endpoint, modelName: name }),
  }));
}
