import { Button, Content, ModalBody, ModalFooter, Stack, StackItem } from '@patternfly/react-core';
import { useTranslation } from 'react-i18next';
import { useAccountId } from '../../api/account.ts';
import { useChatModels } from '../../api/chat-models.ts';
import { useEndpoint } from '../../api/settings.ts';
import { CodeSample } from '../../components/code-sample.tsx';
import { anyModelName } from '../../components/code-samples.ts';
import { CopyField } from '../../components/copy-field.tsx';
import { DialogHeader } from '../../components/dialog.tsx';
import { Notice } from '../../components/notice.tsx';
import type { CreatedKey } from './queries.ts';

type Props = {
  created: CreatedKey;
  /** The dialog was about to close with the secret uncopied. */
  isWarned: boolean;
  onCopied: () => void;
  onClose: () => void;
};

/** The secret of a new key, this once, and a call that works when pasted. */
export function KeySecret({ created: { apiKey, secret }, isWarned, onCopied, onClose }: Props) {
  const { t } = useTranslation('api-keys');
  const endpoint = useEndpoint();
  const { data: callable } = useChatModels(useAccountId());
  const model = callable?.find(({ id }) => !apiKey.models || apiKey.models.some((one) => one.id === id));
  return (
    <>
      <DialogHeader title={t('secret.title', { name: apiKey.name })} />
      {/* Copying by hand counts as well. */}
      <ModalBody onCopy={onCopied}>
        <Stack hasGutter>
          <StackItem>
            <Notice isLiveRegion variant="warning" title={isWarned ? t('secret.uncopied') : t('secret.once')}>
              {isWarned ? t('secret.uncopiedBody') : t('secret.onceBody')}
            </Notice>
          </StackItem>
          <StackItem>
            <CopyField label={t('secret.label')} value={secret} onCopied={onCopied} />
          </StackItem>
          <StackItem>
            <Content component="p">{model ? t('secret.sample') : t('secret.sampleNoModel')}</Content>
            <CodeSample
              endpoint={endpoint}
              modelName={model?.name ?? anyModelName}
              secret={secret}
              onCopied={onCopied}
            />
          </StackItem>
        </Stack>
      </ModalBody>
      <ModalFooter>
        <Button variant={isWarned ? 'danger' : 'primary'} onClick={onClose}>
          {isWarned ? t('secret.closeAnyway') : t('secret.close')}
        </Button>
      </ModalFooter>
    </>
  );
}
