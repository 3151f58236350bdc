type Call = { endpoint: string; modelName: string };

const curl = ({ endpoint, modelName }: Call) => `curl ${endpoint}/embeddings \\
  -H "Authorization: Bearer $LITEMAAS_API_KEY" \\
  -H "Content-Type: application/json" \\
  -d '{"model": "${modelName}", "input": ["Hello!"]}'`;

const python = ({ endpoint, modelName }: Call) => `import os
from openai import OpenAI

client = OpenAI(
    base_url="${endpoint}",
    api_key=os.environ["LITEMAAS_API_KEY"],
)
answer = client.embeddings.create(model="${modelName}", input=["Hello!"])
print(answer.data[0].embedding)`;

const node = ({ endpoint, modelName }: Call) => `import OpenAI from 'openai';

const client = new OpenAI({
  baseURL: '${endpoint}',
  apiKey: process.env.LITEMAAS_API_KEY,
});
const answer = await client.embeddings.create({ model: '${modelName}', input: ['Hello!'] });
console.log(answer.data[0].embedding);`;

/** The first embeddings call against `endpoint`, per client. */
export function embeddingSamples(call: Call) {
  return [
    { key: 'curl', name: 'curl', code: curl(call) },
    { key: 'python', name: 'Python', code: python(call) },
    { key: 'node', name: 'Node', code: node(call) },
  ];
}
