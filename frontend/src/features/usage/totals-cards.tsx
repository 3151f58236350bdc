import { Gallery, Skeleton } from '@patternfly/react-core';
import type { UseQueryResult } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'react-router-dom';
import { Credits } from '../../components/credits.tsx';
import { changeOf } from '../../components/decimal.ts';
import { Remote } from '../../components/remote.tsx';
import { StatCard } from '../../components/stat-card.tsx';
import { TokenCount } from '../../components/token-count.tsx';
import { useFormat } from '../../components/use-format.ts';
import type { Summary, Totals } from './queries.ts';

const minWidths = { default: '10rem', xl: '18%' } as const;
const loading = (
  <Gallery hasGutter minWidths={minWidths}>
    {['requests', 'tokens', 'credits', 'success', 'latency'].map((card) => (
      <Skeleton key={card} height="8rem" />
    ))}
  </Gallery>
);

/** "+12% against the period before", or that there is nothing to compare with. */
function useComparison() {
  const { t } = useTranslation('usage');
  const format = useFormat();
  const say = (change: string | null) => (change ? t('totals.change', { change }) : t('totals.noBefore'));
  const relative = (now: string | number | null, before: string | number | null) => {
    const change = now === null || before === null ? null : changeOf(String(now), String(before));
    return say(change === null ? null : format.signedPercent(change));
  };
  const points = (now: number | null, before: number | null) => {
    if (now === null || before === null) return t('totals.noBefore');
    return t('totals.points', { points: format.signedNumber((now - before) * 100) });
  };
  return { relative, points };
}

const tokensOf = ({ inputTokens, outputTokens }: Totals) => inputTokens + outputTokens;

/** Calls, tokens, credits, success and latency of the range against the one before; each leads to its rows. */
export function TotalsCards({ summary }: { summary: UseQueryResult<Summary> }) {
  const { t } = useTranslation('usage');
  const format = useFormat();
  const { relative, points } = useComparison();
  const { search } = useLocation();
  const toCalls = (outcome?: string) => {
    const chosen = new URLSearchParams(search);
    if (outcome) chosen.set('outcome', outcome);
    return { search: chosen.toString(), hash: 'calls' };
  };
  return (
    <Remote query={summary} loading={loading}>
      {({ totals, previous }) => (
        <Gallery hasGutter minWidths={minWidths}>
          <StatCard
            title={t('totals.requests')}
            to={toCalls()}
            value={format.number(totals.requests)}
            note={relative(totals.requests, previous.requests)}
          />
          <StatCard
            title={t('totals.tokens')}
            to={toCalls()}
            value={<TokenCount value={tokensOf(totals)} />}
            note={relative(tokensOf(totals), tokensOf(previous))}
          />
          <StatCard
            title={t('totals.credits')}
            to={toCalls()}
            value={<Credits value={totals.costCredits} isStacked />}
            note={relative(totals.costCredits, previous.costCredits)}
          />
          <StatCard
            title={t('totals.success')}
            to={toCalls('error')}
            value={format.percent(totals.successRate)}
            note={points(totals.successRate, previous.successRate)}
          />
          <StatCard
            title={t('totals.latency')}
            to={toCalls()}
            value={format.duration(totals.averageLatencyMs)}
            note={relative(totals.averageLatencyMs, previous.averageLatencyMs)}
          />
        </Gallery>
      )}
    </Remote>
  );
}
