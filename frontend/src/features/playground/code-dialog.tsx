import { ModalBody } from '@patternfly/react-core';
import { useTranslation } from 'react-i18next';
import { useEndpoint } from '../../api/settings.ts';
import { CodeChoice } from '../../components/code-choice.tsx';
import { Dialog, DialogHeader } from '../../components/dialog.tsx';
import { toChatBody } from './chat-body.ts';
import { conversationSamples } from './conversation-code.ts';
import type { Playground } from './use-playground.ts';

/** The conversation so far as a call from a program. */
export function CodeDialog({ playground, onClose }: { playground: Playground; onClose: () => void }) {
  const { t } = useTranslation('playground');
  const endpoint = useEndpoint();
  const { modelName = '', settings, conversation, draft } = playground;
  const last = conversation.turns.at(-1);
  // Without a draft it is the call that led to the last answer.
  const body = draft.trim()
    ? toChatBody(modelName, settings, conversation.turns, draft)
    : toChatBody(modelName, settings, conversation.turns.slice(0, -1), last?.prompt ?? t('firstPrompt'));
  return (
    <Dialog variant="medium" onClose={onClose} aria-labelledby="code-title">
      <DialogHeader title={t('code.title')} labelId="code-title" description={t('code.body')} />
      <ModalBody>
        <CodeChoice samples={conversationSamples({ endpoint, body })} />
      </ModalBody>
    </Dialog>
  );
}
