import { chatRequest, codeSamples } from '../../components/code-samples.ts';
import type { ChatBody } from './chat-body.ts';

/** Single-quoted for a shell, in which a quote can only stand outside of quotes. */
const inQuotes = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;

/** The fields of a body, each written as JSON and put into its line by `write`. */
function fields(body: ChatBody, indent: string, write: (name: string, value: string) => string): string {
  return Object.entries(body)
    .map(
      ([name, value]) => indent + write(name, JSON.stringify(value, null, 2).replaceAll('\n', `\n${indent}`)),
    )
    .join('\n');
}

/** The call that the playground would make next, per client, with the key read from the environment. */
export function conversationSamples({ endpoint, body }: { endpoint: string; body: ChatBody }) {
  const json = inQuotes(JSON.stringify(body, null, 2));
  // Strings, numbers, lists and objects of JSON are the same in Python and JavaScript.
  const python = fields(body, '    ', (name, value) => `${name}=${value},`);
  const node = fields(body, '  ', (name, value) => `${name}: ${value},`);
  return codeSamples({ endpoint }, chatRequest(json, python, node));
}
