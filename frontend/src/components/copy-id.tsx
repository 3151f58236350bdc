import { ClipboardCopy } from '@patternfly/react-core';
import { useTranslation } from 'react-i18next';
import { useCopy } from './use-copy.ts';

/** An id between other words, with a button that copies it. */
export function CopyId({ value }: { value: string }) {
  const { t } = useTranslation('common');
  const { outcome, copy } = useCopy(value);
  return (
    <ClipboardCopy
      variant="inline-compact"
      isCode
      dir="ltr"
      hoverTip={t('copy')}
      clickTip={outcome === 'failed' ? t('copyFailed') : t('copied')}
      onCopy={copy}
    >
      {value}
    </ClipboardCopy>
  );
}
