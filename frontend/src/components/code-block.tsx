import {
  ClipboardCopyButton,
  CodeBlock as PfCodeBlock,
  CodeBlockAction,
  CodeBlockCode,
} from '@patternfly/react-core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';

type Props = {
  /** Names the code for screen readers, and makes the id: unique on the page. */
  id: string;
  code: string;
};

const copiedForMs = 2000;

/** Code with a copy button, left to right in every language. */
export function CodeBlock({ id, code }: Props) {
  const { t } = useTranslation('common');
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), copiedForMs);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = (
    <CodeBlockAction>
      <ClipboardCopyButton
        id={`${id}-copy`}
        textId={`${id}-code`}
        aria-label={t('copyCode')}
        variant="plain"
        exitDelay={copied ? copiedForMs : 300}
        onClick={() => void navigator.clipboard.writeText(code).then(() => setCopied(true))}
      >
        {copied ? t('copied') : t('copy')}
      </ClipboardCopyButton>
    </CodeBlockAction>
  );
  return (
    <PfCodeBlock actions={copy} dir="ltr">
      <CodeBlockCode id={`${id}-code`}>{code}</CodeBlockCode>
    </PfCodeBlock>
  );
}
