import type { TokenCounts } from '../../../lib/token-counts.ts';
import { readUsage } from '../../dialects/index.ts';
import { parseOrNull } from '../../transcript.ts';
import { isSet, objectOf, objectsOf } from '../json.ts';
import type { Body, StreamTranslation } from '../translation.ts';
import { callOf, finishReasonOf, headOf, logprobsOf, usageOf } from './answer.ts';

const event = (data: object | string) =>
  `data: ${typeof data === 'string' ? data : JSON.stringify(data)}\n\n`;

/** Lines of Ollama's as a stream of chat completions. */
export function createOllamaStream(): StreamTranslation {
  let head: Body | null = null;
  let counted: TokenCounts | null = null;
  let callCount = 0;

  const chunk = (delta: Body, line: Body, finish_reason: string | null = null) =>
    event({ ...head, choices: [{ index: 0, delta, logprobs: logprobsOf(line), finish_reason }] });

  function deltaOf({ content, thinking, tool_calls }: Body): Body {
    const delta: Body = {};
    if (isSet(content) && content !== '') delta.content = content;
    if (isSet(thinking) && thinking !== '') delta.reasoning = thinking;
    const calls = objectsOf(tool_calls).map((call) => ({ index: callCount++, ...callOf(call) }));
    if (calls.length > 0) delta.tool_calls = calls;
    return delta;
  }

  function lastEvents(line: Body): string {
    const { usage } = usageOf(line);
    counted = readUsage('openai', usage);
    return (
      chunk({}, {}, finishReasonOf(line, callCount > 0)) +
      (usage ? event({ ...head, choices: [], usage }) : '') +
      event('[DONE]')
    );
  }

  return {
    add(data) {
      const line = parseOrNull(data);
      if (!line) return '';
      if (isSet(line.error)) return event({ error: { message: line.error, type: 'api_error' } });
      const isFirst = head === null;
      head ??= headOf('chat.completion.chunk', line);
      const delta = deltaOf(objectOf(line.message));
      const says = Object.keys(delta).length > 0 || logprobsOf(line) !== null;
      return (
        (isFirst ? chunk({ role: 'assistant', content: '' }, {}) : '') +
        (says ? chunk(delta, line) : '') +
        (line.done === true ? lastEvents(line) : '')
      );
    },
    end: () => '',
    counted: () => counted,
  };
}
