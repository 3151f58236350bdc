import { ClipboardCopy } from '@patternfly/react-core';
import { useTranslation } from 'react-i18next';

type Props = { label: string; value: string; onCopied?: () => void };

/** A value to copy: an endpoint, an id, a secret that is shown once. */
export function CopyField({ label, value, onCopied }: Props) {
  const { t } = useTranslation('common');
  return (
    <ClipboardCopy
      isReadOnly
      isCode
      dir="ltr"
      textAriaLabel={label}
      copyAriaLabel={t('copyNamed', { name: label })}
      hoverTip={t('copy')}
      clickTip={t('copied')}
      onCopy={() => void navigator.clipboard.writeText(value).then(onCopied)}
    >
      {value}
    </ClipboardCopy>
  );
}
