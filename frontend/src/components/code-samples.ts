/** The model of the demo that answers with the caller's own words: the best first call. */
export const demoModelName = 'sim-echo';

/** Stands in samples where no model is known that the reader may call. */
export const anyModelName = 'your-model';

type Call = { endpoint: string; modelName: string; secret?: string };

const curl = ({ endpoint, modelName, secret }: Call) => `curl ${endpoint}/chat/completions \\
  -H "Authorization: Bearer ${secret ?? '$LITEMAAS_API_KEY'}" \\
  -H "Content-Type: application/json" \\
  -d '{
    "model": "${modelName}",
    "messages": [{"role": "user", "content": "Hello!"}]
  }'`;

const python = ({
  endpoint,
  modelName,
  secret,
}: Call) => `${secret ? '' : 'import os\n'}from openai import OpenAI

client = OpenAI(
    base_url="${endpoint}",
    api_key=${secret ? `"${secret}"` : 'os.environ["LITEMAAS_API_KEY"]'},
)
answer = client.chat.completions.create(
    model="${modelName}",
    messages=[{"role": "user", "content": "Hello!"}],
)
print(answer.choices[0].message.content)`;

const node = ({ endpoint, modelName, secret }: Call) => `import OpenAI from 'openai';

const client = new OpenAI({
  baseURL: '${endpoint}',
  apiKey: ${secret ? `'${secret}'` : 'process.env.LITEMAAS_API_KEY'},
});
const answer = await client.chat.completions.create({
  model: '${modelName}',
  messages: [{ role: 'user', content: 'Hello!' }],
});
console.log(answer.choices[0].message.content);`;

/** The first chat call against `endpoint`, per client. */
export function chatSamples(call: Call) {
  return [
    { key: 'curl', name: 'curl', code: curl(call) },
    { key: 'python', name: 'Python', code: python(call) },
    { key: 'node', name: 'Node', code: node(call) },
  ];
}
