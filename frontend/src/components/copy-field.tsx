import { ClipboardCopy } from '@patternfly/react-core';
import { useTranslation } from 'react-i18next';
import { CopyFailed } from './copy-failed.tsx';
import { useCopy } from './use-copy.ts';

type Props = { label: string; value: string; onCopied?: () => void };

/** A value to copy: an endpoint, an id, a secret that is shown once. */
export function CopyField({ label, value, onCopied }: Props) {
  const { t } = useTranslation('common');
  const copying = useCopy(value, onCopied);
  return (
    <>
      <ClipboardCopy
        isReadOnly
        isCode
        dir="ltr"
        textAriaLabel={label}
        copyAriaLabel={t('copyNamed', { name: label })}
        hoverTip={t('copy')}
        clickTip={copying.outcome === 'failed' ? t('copyFailed') : t('copied')}
        onCopy={copying.copy}
      >
        {value}
      </ClipboardCopy>
      <CopyFailed copying={copying} />
    </>
  );
}
