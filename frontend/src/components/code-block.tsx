import { CodeBlock as PfCodeBlock, CodeBlockAction, CodeBlockCode } from '@patternfly/react-core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { CopyButton } from './copy-button.tsx';
import { CopyFailed } from './copy-failed.tsx';
import { useCopy } from './use-copy.ts';

type Props = {
  code: string;
  /** What stands beside the copy button above the code, for example a choice of language. */
  start?: ReactNode;
  onCopied?: () => void;
};

/** Code with a copy button, left to right in every language. */
export function CodeBlock({ code, start, onCopied }: Props) {
  const { t } = useTranslation('common');
  const copying = useCopy(code, onCopied);
  const actions = (
    <>
      {start && <CodeBlockAction>{start}</CodeBlockAction>}
      <CodeBlockAction>
        <CopyButton label={t('copyCode')} copying={copying} />
      </CodeBlockAction>
    </>
  );
  return (
    <>
      <PfCodeBlock actions={actions} dir="ltr">
        <CodeBlockCode>{code}</CodeBlockCode>
      </PfCodeBlock>
      <CopyFailed copying={copying} />
    </>
  );
}
