import { Button } from '@patternfly/react-core';
import { CheckIcon, CopyIcon } from '@patternfly/react-icons';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';

type Props = {
  /** What is copied, in words: "Copy the code". */
  label: string;
  text: string;
  onCopied?: () => void;
};

const shownForMs = 2000;

/** Small button that copies `text` and says so. */
export function CopyButton({ label, text, onCopied }: Props) {
  const { t } = useTranslation('common');
  const [isCopied, setIsCopied] = useState(false);
  useEffect(() => {
    if (!isCopied) return;
    const timer = setTimeout(() => setIsCopied(false), shownForMs);
    return () => clearTimeout(timer);
  }, [isCopied]);
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    setIsCopied(true);
    onCopied?.();
  };
  return (
    <>
      <Button
        variant="plain"
        size="sm"
        icon={isCopied ? <CheckIcon /> : <CopyIcon />}
        aria-label={label}
        title={label}
        onClick={() => void copy()}
      />
      <span className="pf-v6-u-screen-reader" role="status">
        {isCopied && t('copied')}
      </span>
    </>
  );
}
