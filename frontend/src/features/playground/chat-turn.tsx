import { Card, CardBody, CardFooter, CardTitle, Skeleton, Stack, StackItem } from '@patternfly/react-core';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { AnswerFacts } from './answer-facts.tsx';
import { ChatFault } from './chat-fault.tsx';
import { PlainText } from './plain-text.tsx';
import type { Turn } from './turns.ts';

type Props = {
  turn: Turn;
  /** Only for the last turn: a question in the middle has been passed over. */
  onAskAgain?: (turn: Turn) => void;
};

/** One question with its answer, what the answer took, or why there is none. */
export const ChatTurn = memo(function ChatTurn({ turn, onAskAgain }: Props) {
  const { t } = useTranslation('playground');
  return (
    <Stack hasGutter>
      <StackItem>
        <Card isCompact variant="secondary">
          <CardTitle component="h2">{t('you')}</CardTitle>
          <CardBody>
            <PlainText>{turn.prompt}</PlainText>
          </CardBody>
        </Card>
      </StackItem>
      <StackItem>
        <Card isCompact aria-busy={turn.state === 'answering'}>
          <CardTitle component="h3">
            <bdi>{turn.modelName}</bdi>
          </CardTitle>
          <CardBody>
            {turn.answer && <PlainText>{turn.answer}</PlainText>}
            {turn.state === 'answering' && !turn.answer && (
              <Skeleton screenreaderText={t('live.answering')} />
            )}
            {turn.error && <ChatFault turn={turn} error={turn.error} onAskAgain={onAskAgain} />}
          </CardBody>
          {turn.state !== 'answering' && (turn.answer || !turn.error) && (
            <CardFooter>
              <AnswerFacts turn={turn} />
            </CardFooter>
          )}
        </Card>
      </StackItem>
    </Stack>
  );
});
