import { useCallback, useEffect, useReducer, useRef } from 'react';
import { isApiError } from '../../api/api-error.ts';
import { queryClient } from '../../api/query-client.ts';
import { type ChatError, chatError } from './chat-error.ts';
import { type ChatSettings, toChatBody } from './chat-body.ts';
import { streamChat } from './stream-chat.ts';
import { newTurn, nextTurns, type Turn } from './turns.ts';

export type Target = { accountId: string; projectId: string; modelName: string };

const asChatError = (cause: unknown): ChatError =>
  isApiError(cause) ? cause : chatError({ status: 0, code: 'unexpected', detail: null });

/** What a call changes elsewhere: the list of calls and the credits left. */
function refresh(accountId: string) {
  void queryClient.invalidateQueries({ queryKey: ['usage', accountId] });
  void queryClient.invalidateQueries({ queryKey: ['credits', accountId] });
}

/** The conversation of this page, in memory only; leaving the page ends a running answer. */
export function useConversation() {
  const [turns, dispatch] = useReducer(nextTurns, []);
  const running = useRef<AbortController | null>(null);
  useEffect(() => () => running.current?.abort(), []);
  const stop = useCallback(() => running.current?.abort(), []);

  async function ask(prompt: string, { accountId, projectId, modelName }: Target, settings: ChatSettings) {
    const controller = new AbortController();
    running.current = controller;
    const turn = newTurn(prompt, modelName);
    const startedMs = performance.now();
    const elapsedMs = () => performance.now() - startedMs;
    const end = (state: Turn['state'], error: ChatError | null = null) =>
      dispatch({ type: 'ended', id: turn.id, state, error, elapsedMs: elapsedMs() });
    dispatch({ type: 'asked', turn });
    try {
      await streamChat({
        body: toChatBody(modelName, settings, turns, prompt),
        projectId,
        signal: controller.signal,
        onChunk: (chunk) => dispatch({ type: 'chunk', id: turn.id, chunk, elapsedMs: elapsedMs() }),
      });
      end(controller.signal.aborted ? 'stopped' : 'done');
    } catch (cause) {
      end('failed', asChatError(cause));
    }
    refresh(accountId);
  }

  return {
    turns,
    isAnswering: turns.at(-1)?.state === 'answering',
    ask: (prompt: string, target: Target, settings: ChatSettings) => void ask(prompt, target, settings),
    /** Asks the question of a failed turn again, in its place at the end. */
    askAgain: (turn: Turn, target: Target, settings: ChatSettings) => {
      dispatch({ type: 'removed', id: turn.id });
      void ask(turn.prompt, target, settings);
    },
    stop,
    clear: () => {
      stop();
      dispatch({ type: 'cleared' });
    },
  };
}
