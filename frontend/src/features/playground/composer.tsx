import { Button, Flex, FlexItem, TextArea } from '@patternfly/react-core';
import { PaperPlaneIcon, StopIcon } from '@patternfly/react-icons';
import type { KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { Playground } from './use-playground.ts';

const composerId = 'playground-message';

/** For acts that take their own button away. */
export const focusComposer = () => document.getElementById(composerId)?.focus();

/** The box to write in. Enter sends, Shift and Enter begin a new line; while an answer comes, the button stops it. */
export function Composer({ playground }: { playground: Playground }) {
  const { t } = useTranslation('playground');
  const { conversation, settings, target, draft, setDraft } = playground;
  const canSend = target && draft.trim() !== '' && !conversation.isAnswering;
  const send = () => {
    if (!canSend) return;
    conversation.ask(draft, target, settings);
    setDraft('');
  };
  const sendOnEnter = (event: KeyboardEvent) => {
    // An Enter that picks a word of an input method is not meant for us.
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    send();
  };
  return (
    <>
      <TextArea
        id={composerId}
        aria-label={t('composer.label')}
        aria-describedby="composer-help"
        placeholder={t('composer.placeholder')}
        // An empty box follows the page, so that its placeholder does.
        dir={draft ? 'auto' : undefined}
        rows={3}
        autoResize
        resizeOrientation="vertical"
        value={draft}
        onChange={(_, text) => setDraft(text)}
        onKeyDown={sendOnEnter}
      />
      <Flex
        className="pf-v6-u-mt-sm"
        justifyContent={{ default: 'justifyContentSpaceBetween' }}
        alignItems={{ default: 'alignItemsCenter' }}
      >
        <FlexItem>
          <small id="composer-help">{t('composer.help')}</small>
        </FlexItem>
        <FlexItem>
          {/* One button for both, so that the focus stays when one becomes the other. */}
          <Button
            variant={conversation.isAnswering ? 'secondary' : 'primary'}
            icon={conversation.isAnswering ? <StopIcon /> : <PaperPlaneIcon />}
            isAriaDisabled={!conversation.isAnswering && !canSend}
            onClick={conversation.isAnswering ? conversation.stop : send}
          >
            {conversation.isAnswering ? t('composer.stop') : t('composer.send')}
          </Button>
        </FlexItem>
      </Flex>
    </>
  );
}
