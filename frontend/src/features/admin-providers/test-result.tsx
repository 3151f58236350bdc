import { useTranslation } from 'react-i18next';
import { FormError } from '../../components/form-error.tsx';
import { Notice } from '../../components/notice.tsx';
import { useFormat } from '../../components/use-format.ts';
import type { useTestProvider } from './queries.ts';

type Props = { test: Pick<ReturnType<typeof useTestProvider>, 'data' | 'error' | 'isPending'> };

/** Whether the provider answered, how fast, or what is wrong with it. */
export function TestResult({ test: { data, error, isPending } }: Props) {
  const { t } = useTranslation('admin-providers');
  const format = useFormat();
  if (isPending) return null;
  if (error) return <FormError error={error} />;
  if (!data) return null;
  const latency = format.duration(data.latencyMs);
  return (
    <Notice
      isLiveRegion
      className="pf-v6-u-mb-md"
      variant={data.ok ? 'success' : 'danger'}
      title={data.ok ? t('test.ok', { latency }) : t('test.failed', { latency })}
    >
      {data.error && <bdi>{data.error}</bdi>}
    </Notice>
  );
}
