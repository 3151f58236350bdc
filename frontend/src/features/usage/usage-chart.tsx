import { Flex, FlexItem, Skeleton } from '@patternfly/react-core';
import type { UseQueryResult } from '@tanstack/react-query';
import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { ChartCard } from '../../components/chart-card.tsx';
import { toDecimal } from '../../components/decimal.ts';
import { Remote } from '../../components/remote.tsx';
import { useSeededText } from '../../components/seeded-text.tsx';
import { useFormat } from '../../components/use-format.ts';
import { type Metric, metrics, type Series, toSeries } from './chart-series.ts';
import { ChartTable } from './chart-table.tsx';
import { ChoiceToggle } from './choice-toggle.tsx';
import { LateBars } from './late-bars.tsx';
import { slotsOf, unitOf } from './period.ts';
import type { Summary } from './queries.ts';
import type { UsageView } from './use-usage-view.ts';

const metricKeys = { credits: 'chart.credits', calls: 'chart.calls', tokens: 'chart.tokens' } as const;
const byKeys = { model: 'chart.byModel', key: 'chart.byKey', project: 'chart.byProject' } as const;
const hourlyTitleKeys = {
  credits: 'chart.titleCreditsHour',
  calls: 'chart.titleCallsHour',
  tokens: 'chart.titleTokensHour',
} as const;
const dailyTitleKeys = {
  credits: 'chart.titleCredits',
  calls: 'chart.titleCalls',
  tokens: 'chart.titleTokens',
} as const;
const aboutKeys = { hour: 'chart.descriptionHour', day: 'chart.description' } as const;
const restKeys = { model: 'chart.restModels', key: 'chart.restKeys', project: 'chart.restProjects' } as const;

const waiting = <Skeleton height="19rem" />;

/** Height of an amount in the drawing; the table beside it has the exact one. */
const heightOf = (amount: bigint, metric: Metric) =>
  metric === 'credits' ? Number(toDecimal(amount, 6)) : Number(amount);

/** Credits, calls or tokens by hour or day, stacked by model, key or project, with the same as a table. */
export function UsageChart({ summary, usage }: { summary: UseQueryResult<Summary>; usage: UsageView }) {
  const { t } = useTranslation('usage');
  const format = useFormat();
  const seeded = useSeededText();
  const { metric, by, chart, view } = usage;
  const unit = unitOf(view.selection);
  const titleKeys = unit === 'hour' ? hourlyTitleKeys : dailyTitleKeys;
  const nameOf = ({ id, name }: Series) => {
    if (id === null) return t(restKeys[by]);
    if (by === 'project' && name) return seeded(name);
    return name ?? (by === 'key' && id === '' ? t('common:calls.playground') : id);
  };
  const formatHeight = (height: number) =>
    metric === 'credits' ? format.credits(height.toFixed(6)) : format.number(height);
  // The cards above it have said why already.
  if (summary.error && !summary.data) return null;
  const controls = (
    <Flex gap={{ default: 'gapMd' }}>
      <FlexItem>
        <ChoiceToggle
          label={t('chart.show')}
          options={metrics.map((value) => ({ value, text: t(metricKeys[value]) }))}
          value={metric}
          onChange={(value) => chart.set('show', value)}
        />
      </FlexItem>
      <FlexItem>
        <ChoiceToggle
          label={t('chart.by')}
          options={(['model', 'key', 'project'] as const).map((value) => ({ value, text: t(byKeys[value]) }))}
          value={by}
          onChange={(value) => chart.set('by', value)}
        />
      </FlexItem>
    </Flex>
  );
  const draw = ({ from, to, data }: Summary) => {
    const slots = slotsOf(from, to, unit, view.timeZone);
    const series = toSeries(data, slots, by, metric);
    const title = t(titleKeys[metric]);
    const bars = (
      <Suspense fallback={waiting}>
        <LateBars
          title={title}
          description={t(aboutKeys[unit])}
          bars={slots.map(unit === 'hour' ? format.clock : format.day)}
          series={series.map((one) => ({
            id: one.id ?? 'rest',
            name: nameOf(one),
            heights: one.amounts.map((amount) => heightOf(amount, metric)),
          }))}
          isCount={metric !== 'credits'}
          formatTick={format.tick}
          formatHeight={formatHeight}
        />
      </Suspense>
    );
    return (
      <ChartCard
        title={title}
        unit={t(metricKeys[metric])}
        controls={controls}
        table={
          summary.isPlaceholderData ? (
            waiting
          ) : (
            <ChartTable slots={slots} unit={unit} series={series} metric={metric} nameOf={nameOf} />
          )
        }
      >
        {summary.isPlaceholderData ? waiting : bars}
      </ChartCard>
    );
  };
  return (
    <Remote query={summary} loading={<Skeleton height="24rem" />}>
      {(loaded) => (loaded.totals.requests > 0 ? draw(loaded) : null)}
    </Remote>
  );
}
