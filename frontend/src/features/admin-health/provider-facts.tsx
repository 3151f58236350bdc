import { Content, DescriptionList } from '@patternfly/react-core';
import { useTranslation } from 'react-i18next';
import { Fact } from '../../components/fact.tsx';
import { LimitBar } from '../../components/limit-bar.tsx';
import { RelativeTime } from '../../components/relative-time.tsx';
import { useFormat } from '../../components/use-format.ts';
import { BoundedCount } from './bounded-count.tsx';
import { ModelBreakers } from './model-breakers.tsx';
import type { ProviderHealth } from './queries.ts';
import { useFailureText } from './use-failure-text.ts';

const reachKeys = { true: 'reach.yes', false: 'reach.no', null: 'reach.unknown' } as const;

/** What is known of a provider: latency, errors, connection, queue against its bounds, daily cap, breakers. */
export function ProviderFacts({ provider }: { provider: ProviderHealth }) {
  const { t } = useTranslation('admin-health');
  const format = useFormat();
  const failureText = useFailureText();
  const { p50Ms, p95Ms, calls, errorRate, lastFailure, dailyCap, maxConcurrency, instances } = provider;
  return (
    <DescriptionList isCompact columnModifier={{ default: '1Col', sm: '2Col', xl: '3Col' }}>
      <Fact term={t('fact.latency')}>
        {p50Ms === null ? (
          format.duration(null)
        ) : (
          <>
            <div>{t('latency.half', { p50: format.duration(p50Ms) })}</div>
            <div>{t('latency.most', { p95: format.duration(p95Ms) })}</div>
          </>
        )}
      </Fact>
      <Fact term={t('fact.errors')}>
        {errorRate === null ? t('noCalls') : t('errors', { count: calls, rate: format.percent(errorRate) })}
      </Fact>
      <Fact term={t('fact.running')}>
        <BoundedCount
          label={t('fact.running')}
          count={provider.running}
          boundEach={maxConcurrency}
          instances={instances}
        />
      </Fact>
      <Fact term={t('fact.waiting')}>
        {maxConcurrency === null ? (
          t('bound.noQueue')
        ) : (
          <>
            <BoundedCount
              label={t('fact.waiting')}
              count={provider.waiting}
              boundEach={provider.maxQueue}
              instances={instances}
            />
            <Content component="small">{t('overflow', { count: provider.overflowAfter })}</Content>
          </>
        )}
      </Fact>
      <Fact term={t('fact.connection')}>{t(reachKeys[`${provider.reachable}`])}</Fact>
      <Fact term={t('fact.lastFailure')}>
        {lastFailure ? (
          <>
            <div>{failureText(lastFailure)}</div>
            <RelativeTime value={lastFailure.at} />
          </>
        ) : (
          t('noFailure')
        )}
      </Fact>
      <Fact term={t('fact.models')}>
        <ModelBreakers models={provider.models} />
      </Fact>
      {dailyCap && (
        <Fact term={t('fact.cap')}>
          <LimitBar
            label={t('fact.cap')}
            unit="requests"
            used={String(dailyCap.used)}
            limit={String(dailyCap.limit)}
            isCompact
          />
        </Fact>
      )}
    </DescriptionList>
  );
}
