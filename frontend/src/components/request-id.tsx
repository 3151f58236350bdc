import { Content } from '@patternfly/react-core';
import { useTranslation } from 'react-i18next';
import { CopyButton } from './copy-button.tsx';
import { CopyFailed } from './copy-failed.tsx';
import { useCopy } from './use-copy.ts';

/** The id of a call that failed, to hand on to support. */
export function RequestId({ value }: { value: string }) {
  const { t } = useTranslation('common');
  const copying = useCopy(value);
  return (
    <>
      <Content component="small">
        {t('error.requestId')} <code dir="ltr">{value}</code>
        <CopyButton label={t('copyNamed', { name: value })} copying={copying} />
      </Content>
      <CopyFailed copying={copying} />
    </>
  );
}
