import { GridItem, Skeleton } from '@patternfly/react-core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { creditsQuery } from '../../api/credits.ts';
import { Credits } from '../../components/credits.tsx';
import { changeOf, toMicro } from '../../components/decimal.ts';
import { Remote } from '../../components/remote.tsx';
import { StatCard } from '../../components/stat-card.tsx';
import { useFormat } from '../../components/use-format.ts';
import { paths } from '../../paths.ts';
import { weekQuery } from './queries.ts';

const tile = (content: ReactNode, key: string) => (
  <GridItem key={key} span={12} sm={6} xl={3}>
    {content}
  </GridItem>
);
const loading = (tiles: string[]) => tiles.map((key) => tile(<Skeleton height="8rem" />, key));

function CreditsCard({ accountId }: { accountId: string }) {
  const { t } = useTranslation('home');
  const format = useFormat();
  return (
    <Remote query={useQuery(creditsQuery(accountId))} loading={loading(['credits'])}>
      {({ availableCredits, heldCredits }) =>
        tile(
          <StatCard
            title={t('credits.title')}
            to={paths.credits}
            value={<Credits value={availableCredits} isStacked isBalance />}
            note={
              toMicro(heldCredits) > 0n
                ? t('credits.held', { credits: format.credits(heldCredits) })
                : t('credits.noneHeld')
            }
          />,
          'credits',
        )
      }
    </Remote>
  );
}

/** "+12% against the period before", or that there is nothing to compare with. */
function useComparison() {
  const { t } = useTranslation('home');
  const format = useFormat();
  return (now: string, before: string) => {
    const change = changeOf(now, before);
    return change === null ? t('week.noBefore') : t('week.change', { change: format.signedPercent(change) });
  };
}

/** Credits left, and calls, cost and success of the last seven days against the seven before. */
export function WeekCards({ accountId }: { accountId: string }) {
  const { t } = useTranslation('home');
  const format = useFormat();
  const compare = useComparison();
  return (
    <>
      <CreditsCard accountId={accountId} />
      <Remote
        query={useQuery(weekQuery(accountId, format.timeZone))}
        loading={loading(['calls', 'cost', 'success'])}
      >
        {({ totals, previous }) => (
          <>
            {tile(
              <StatCard
                title={t('week.calls')}
                to={paths.usageCalls}
                value={format.number(totals.requests)}
                note={compare(String(totals.requests), String(previous.requests))}
              />,
              'calls',
            )}
            {tile(
              <StatCard
                title={t('week.cost')}
                to={paths.usageCalls}
                value={<Credits value={totals.costCredits} isStacked />}
                note={compare(totals.costCredits, previous.costCredits)}
              />,
              'cost',
            )}
            {tile(
              <StatCard
                title={t('week.success')}
                to={paths.usageCalls}
                value={format.percent(totals.successRate)}
                note={
                  totals.averageLatencyMs !== null &&
                  t('week.latency', { latency: format.duration(totals.averageLatencyMs) })
                }
              />,
              'success',
            )}
          </>
        )}
      </Remote>
    </>
  );
}
