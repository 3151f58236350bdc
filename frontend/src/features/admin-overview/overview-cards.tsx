import { Gallery, Skeleton } from '@patternfly/react-core';
import type { UseQueryResult } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Credits } from '../../components/credits.tsx';
import { Remote } from '../../components/remote.tsx';
import { StatCard } from '../../components/stat-card.tsx';
import { useFormat } from '../../components/use-format.ts';
import { paths } from '../../paths.ts';
import type { Overview } from './queries.ts';

const minWidths = { default: '12rem', xl: '22%' } as const;
const loading = (
  <Gallery hasGutter minWidths={minWidths}>
    {['pending', 'users', 'keys', 'calls', 'errors', 'used', 'outstanding'].map((card) => (
      <Skeleton key={card} height="7rem" />
    ))}
  </Gallery>
);

const shareOf = (part: number, whole: number) => (whole === 0 ? null : part / whole);

/** One number each: people, keys, today's calls and errors, credits, and what waits for a decision. */
export function OverviewCards({ overview }: { overview: UseQueryResult<Overview> }) {
  const { t } = useTranslation('admin-overview');
  const format = useFormat();
  return (
    <Remote query={overview} loading={loading}>
      {(counts) => (
        <Gallery hasGutter minWidths={minWidths}>
          <StatCard
            title={t('pending.title')}
            to={paths.adminSubscriptions}
            value={format.number(counts.pendingSubscriptions)}
            note={t('pending.note')}
          />
          <StatCard
            title={t('users.title')}
            to={paths.adminUsers}
            value={format.number(counts.users)}
            note={t('users.note', { count: counts.accounts })}
          />
          <StatCard title={t('keys.title')} value={format.number(counts.activeKeys)} note={t('keys.note')} />
          <StatCard
            title={t('calls.title')}
            value={format.number(counts.callsToday)}
            note={t('calls.note')}
          />
          <StatCard
            title={t('errors.title')}
            value={format.number(counts.errorsToday)}
            note={t('errors.note', {
              share: format.percent(shareOf(counts.errorsToday, counts.callsToday)),
            })}
          />
          <StatCard
            title={t('used.title')}
            value={<Credits value={counts.creditsUsedToday} isStacked />}
            note={t('used.note')}
          />
          <StatCard
            title={t('outstanding.title')}
            to={paths.adminUsers}
            value={<Credits value={counts.creditsOutstanding} isStacked isBalance />}
            note={t('outstanding.note')}
          />
        </Gallery>
      )}
    </Remote>
  );
}
