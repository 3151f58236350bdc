import type { Chunk, Usage } from './chat-chunk.ts';
import type { ChatError } from './chat-error.ts';

/** One question and its answer. */
export type Turn = {
  id: string;
  prompt: string;
  modelName: string;
  state: 'answering' | 'done' | 'stopped' | 'failed';
  answer: string;
  usage: Usage | null;
  finishReason: string | null;
  firstTokenMs: number | null;
  totalMs: number | null;
  error: ChatError | null;
};

export type TurnEvent =
  | { type: 'asked'; turn: Turn }
  | { type: 'chunk'; id: string; chunk: Chunk; elapsedMs: number }
  | { type: 'ended'; id: string; state: Turn['state']; error: ChatError | null; elapsedMs: number }
  | { type: 'removed'; id: string }
  | { type: 'cleared' };

let lastId = 0;

/** A question that waits for its answer. */
export function newTurn(prompt: string, modelName: string): Turn {
  lastId += 1;
  return {
    id: `turn-${lastId}`,
    prompt,
    modelName,
    state: 'answering',
    answer: '',
    usage: null,
    finishReason: null,
    firstTokenMs: null,
    totalMs: null,
    error: null,
  };
}

function withChunk(turn: Turn, { text, usage, finishReason }: Chunk, elapsedMs: number): Turn {
  return {
    ...turn,
    answer: turn.answer + text,
    usage: usage ?? turn.usage,
    finishReason: finishReason ?? turn.finishReason,
    firstTokenMs: turn.firstTokenMs ?? (text ? elapsedMs : null),
  };
}

const change = (turns: Turn[], id: string, next: (turn: Turn) => Turn) =>
  turns.map((turn) => (turn.id === id ? next(turn) : turn));

/** The conversation after an event; turns that it does not touch stay the same objects. */
export function nextTurns(turns: Turn[], event: TurnEvent): Turn[] {
  switch (event.type) {
    case 'asked':
      return [...turns, event.turn];
    case 'chunk':
      return change(turns, event.id, (turn) => withChunk(turn, event.chunk, event.elapsedMs));
    case 'ended':
      return change(turns, event.id, (turn) => ({
        ...turn,
        state: event.state,
        error: event.error,
        totalMs: event.elapsedMs,
      }));
    case 'removed':
      return turns.filter(({ id }) => id !== event.id);
    case 'cleared':
      return [];
  }
}
