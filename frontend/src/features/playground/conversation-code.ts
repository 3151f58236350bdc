import type { ChatBody } from './chat-body.ts';

type Call = { endpoint: string; body: ChatBody };

/** Single-quoted for a shell, in which a quote can only stand outside of quotes. */
const inQuotes = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;

/** The fields of a body, each written as JSON and put into its line by `write`. */
function fields({ body }: Call, indent: string, write: (name: string, value: string) => string): string {
  return Object.entries(body)
    .map(
      ([name, value]) => indent + write(name, JSON.stringify(value, null, 2).replaceAll('\n', `\n${indent}`)),
    )
    .join('\n');
}

const curl = ({ endpoint, body }: Call) => `curl ${endpoint}/chat/completions \\
  -H "Authorization: Bearer $LITEMAAS_API_KEY" \\
  -H "Content-Type: application/json" \\
  -d ${inQuotes(JSON.stringify(body, null, 2))}`;

// Strings, numbers, lists and objects of JSON are the same in Python and JavaScript.
const python = (call: Call) => `import os
from openai import OpenAI

client = OpenAI(
    base_url="${call.endpoint}",
    api_key=os.environ["LITEMAAS_API_KEY"],
)
answer = client.chat.completions.create(
${fields(call, '    ', (name, value) => `${name}=${value},`)}
)
print(answer.choices[0].message.content)`;

const node = (call: Call) => `import OpenAI from 'openai';

const client = new OpenAI({
  baseURL: '${call.endpoint}',
  apiKey: process.env.LITEMAAS_API_KEY,
});
const answer = await client.chat.completions.create({
${fields(call, '  ', (name, value) => `${name}: ${value},`)}
});
console.log(answer.choices[0].message.content);`;

/** The call that the playground would make next, per client, with the key read from the environment. */
export function conversationSamples(call: Call) {
  return [
    { key: 'curl', name: 'curl', code: curl(call) },
    { key: 'python', name: 'Python', code: python(call) },
    { key: 'node', name: 'Node', code: node(call) },
  ];
}
