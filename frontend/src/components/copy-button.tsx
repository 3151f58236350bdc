import { Button } from '@patternfly/react-core';
import { CheckIcon, CopyIcon } from '@patternfly/react-icons';
import { useTranslation } from 'react-i18next';
import type { Copying } from './use-copy.ts';

type Props = {
  /** What is copied, in words: "Copy the code". */
  label: string;
  copying: Copying;
};

/** Small button that copies and says so. That it failed is for `CopyFailed` to say, where there is room. */
export function CopyButton({ label, copying: { outcome, copy } }: Props) {
  const { t } = useTranslation('common');
  return (
    <>
      <Button
        variant="plain"
        size="sm"
        icon={outcome === 'copied' ? <CheckIcon /> : <CopyIcon />}
        aria-label={label}
        title={label}
        onClick={copy}
      />
      <span className="pf-v6-u-screen-reader" role="status">
        {outcome === 'copied' && t('copied')}
      </span>
    </>
  );
}
