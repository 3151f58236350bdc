import { Card, CardBody, CardTitle, DescriptionList } from '@patternfly/react-core';
import { useTranslation } from 'react-i18next';
import { Fact } from '../../components/fact.tsx';
import { Notice } from '../../components/notice.tsx';
import { useFormat } from '../../components/use-format.ts';
import type { Call } from './queries.ts';

/** Output tokens per second after the first one, or null where it was not measured, or the answer has no tokens. */
function tokensPerSecond({ outputTokens, latencyMs, firstTokenMs }: Call): number | null {
  if (outputTokens === 0 || latencyMs === null || firstTokenMs === null || latencyMs <= firstTokenMs)
    return null;
  return (outputTokens * 1000) / (latencyMs - firstTokenMs);
}

/** Tokens of the call, whether they were counted here, and how long it took. */
export function CallTimingsCard({ call }: { call: Call }) {
  const { t } = useTranslation('usage');
  const format = useFormat();
  return (
    <Card isFullHeight>
      <CardTitle component="h2">{t('call.measured')}</CardTitle>
      <CardBody>
        <DescriptionList isHorizontal isCompact>
          <Fact term={t('call.inputTokens')}>{format.number(call.inputTokens)}</Fact>
          <Fact term={t('call.cachedTokens')}>{format.number(call.cachedInputTokens)}</Fact>
          <Fact term={t('call.outputTokens')}>{format.number(call.outputTokens)}</Fact>
          <Fact term={t('call.firstToken')}>{format.duration(call.firstTokenMs)}</Fact>
          <Fact term={t('call.latency')}>{format.duration(call.latencyMs)}</Fact>
          <Fact term={t('call.speed')}>{format.rounded(tokensPerSecond(call))}</Fact>
        </DescriptionList>
        {call.estimated && (
          <Notice isPlain variant="info" title={t('call.estimatedTitle')} className="pf-v6-u-mt-md">
            {t('call.estimatedBody')}
          </Notice>
        )}
      </CardBody>
    </Card>
  );
}
