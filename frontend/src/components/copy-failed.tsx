import { HelperText, HelperTextItem } from '@patternfly/react-core';
import { useTranslation } from 'react-i18next';
import type { Copying } from './use-copy.ts';

/** Where nothing was copied: that, and how to do it by hand. */
export function CopyFailed({ copying: { outcome } }: { copying: Copying }) {
  const { t } = useTranslation('common');
  if (outcome !== 'failed') return null;
  return (
    <HelperText isLiveRegion className="pf-v6-u-mt-sm">
      <HelperTextItem variant="error">{t('copyFailed')}</HelperTextItem>
    </HelperText>
  );
}
