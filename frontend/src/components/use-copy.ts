import { useEffect, useState } from 'react';
import { copyText } from './copy-text.ts';

const shownForMs = 2000;

/** Copies, and says for a moment that it happened, or until the next try that it did not. */
export function useCopy(text: string, onCopied?: () => void) {
  const [outcome, setOutcome] = useState<'none' | 'copied' | 'failed'>('none');
  useEffect(() => {
    if (outcome !== 'copied') return;
    const timer = setTimeout(() => setOutcome('none'), shownForMs);
    return () => clearTimeout(timer);
  }, [outcome]);
  const copy = async () => {
    const isCopied = await copyText(text);
    setOutcome(isCopied ? 'copied' : 'failed');
    if (isCopied) onCopied?.();
  };
  return { outcome, copy: () => void copy() };
}

export type Copying = ReturnType<typeof useCopy>;
