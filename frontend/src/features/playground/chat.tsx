import { Content, Stack, StackItem } from '@patternfly/react-core';
import { useTranslation } from 'react-i18next';
import { Composer, focusComposer } from './composer.tsx';
import { ChatTurn } from './chat-turn.tsx';
import type { Turn } from './turns.ts';
import { useFollowEnd } from './use-follow-end.ts';
import type { Playground } from './use-playground.ts';

const announcementKeys = {
  answering: 'live.answering',
  done: 'live.done',
  stopped: 'live.stopped',
  failed: 'live.failed',
} as const;

/** The conversation with the box to write in below it. */
export function Chat({ playground }: { playground: Playground }) {
  const { t } = useTranslation('playground');
  const { conversation, settings, target } = playground;
  const { turns } = conversation;
  const last = turns.at(-1);
  const endRef = useFollowEnd(last ? `${last.state} ${last.answer.length}` : '', last?.id);
  const askAgain = target
    ? (turn: Turn) => {
        conversation.askAgain(turn, { ...target, modelName: turn.modelName }, settings);
        focusComposer();
      }
    : undefined;
  return (
    <Stack hasGutter>
      {turns.length === 0 && (
        <StackItem>
          <Content component="p">{t('start')}</Content>
        </StackItem>
      )}
      {turns.map((turn) => (
        <StackItem key={turn.id}>
          <ChatTurn turn={turn} onAskAgain={turn === last ? askAgain : undefined} />
        </StackItem>
      ))}
      <StackItem>
        <Composer playground={playground} />
        <div ref={endRef} />
      </StackItem>
      {/* Says that an answer comes and has come, but does not read it out as it grows. */}
      <div role="status" className="pf-v6-u-screen-reader">
        {last && t(announcementKeys[last.state])}
      </div>
    </Stack>
  );
}
