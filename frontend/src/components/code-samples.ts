/** The model of the demo that answers with the caller's own words: the best first call. */
export const demoModelName = 'sim-echo';

/** Stands in samples where no model is known that the reader may call. */
export const anyModelName = 'your-model';

type Place = {
  /** Base URL with `/v1`, see `useEndpoint`. */
  endpoint: string;
  /** A secret just shown; left out, the samples read it from the environment. */
  secret?: string;
};

/** A call in a language: what its answer is printed as, or what is done with it, and what that takes. */
type Words = { call: string; answer: string } | { call: string; then: string; imports?: string };

/** What is called, in the words of each client. */
type Request = {
  path: string;
  /** The body, as it stands after curl's `-d`; or what else curl is told, line by line. */
  curlData: string | { lines: string[] };
  python: Words;
  node: Words;
};

const thenOf = (words: Words, print: (answer: string) => string) =>
  'then' in words ? words.then : print(words.answer);
const importsOf = (words: Words) => ('then' in words && words.imports ? `${words.imports}\n` : '');
const curlLines = (data: Request['curlData']) =>
  typeof data === 'string' ? ['-H "Content-Type: application/json"', `-d ${data}`] : data.lines;

/** The same call with curl, Python and Node, ready to paste. */
export function codeSamples({ endpoint, secret }: Place, { path, curlData, python, node }: Request) {
  return [
    {
      key: 'curl',
      name: 'curl',
      code: `curl ${endpoint}${path} \\
  -H "Authorization: Bearer ${secret ?? '$LITEMAAS_API_KEY'}" \\
  ${curlLines(curlData).join(' \\\n  ')}`,
    },
    {
      key: 'python',
      name: 'Python',
      code: `${secret ? '' : 'import os\n'}from openai import OpenAI

client = OpenAI(
    base_url="${endpoint}",
    api_key=${secret ? `"${secret}"` : 'os.environ["LITEMAAS_API_KEY"]'},
)
answer = client.${python.call}
${thenOf(python, (answer) => `print(${answer})`)}`,
    },
    {
      key: 'node',
      name: 'Node',
      code: `${importsOf(node)}import OpenAI from 'openai';

const client = new OpenAI({
  baseURL: '${endpoint}',
  apiKey: ${secret ? `'${secret}'` : 'process.env.LITEMAAS_API_KEY'},
});
const answer = await client.${node.call};
${thenOf(node, (answer) => `console.log(${answer});`)}`,
    },
  ];
}

/** A chat call with `curlData` as its body, and with the arguments that Python and Node take. */
export function chatRequest(curlData: string, python: string, node: string): Request {
  const create = 'chat.completions.create';
  const answer = 'answer.choices[0].message.content';
  return {
    path: '/chat/completions',
    curlData,
    python: { call: `${create}(\n${python}\n)`, answer },
    node: { call: `${create}({\n${node}\n})`, answer },
  };
}

/** The first chat call against `endpoint`. */
export function chatSamples({ modelName, ...place }: Place & { modelName: string }) {
  const json = `'{
    "model": "${modelName}",
    "messages": [{"role": "user", "content": "Hello!"}]
  }'`;
  const python = `    model="${modelName}",
    messages=[{"role": "user", "content": "Hello!"}],`;
  const node = `  model: '${modelName}',
  messages: [{ role: 'user', content: 'Hello!' }],`;
  return codeSamples(place, chatRequest(json, python, node));
}
