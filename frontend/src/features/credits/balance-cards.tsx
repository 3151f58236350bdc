import { Gallery, Skeleton } from '@patternfly/react-core';
import type { UseQueryResult } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Balance } from '../../api/credits.ts';
import { Credits } from '../../components/credits.tsx';
import { Remote } from '../../components/remote.tsx';
import { StatCard } from '../../components/stat-card.tsx';
import { useFormat } from '../../components/use-format.ts';

const minWidths = { default: '14rem', xl: '30%' } as const;
const loading = (
  <Gallery hasGutter minWidths={minWidths}>
    {['available', 'held', 'balance'].map((card) => (
      <Skeleton key={card} height="9rem" />
    ))}
  </Gallery>
);

/** Available, held and balance, each with what it means. */
export function BalanceCards({ credits }: { credits: UseQueryResult<Balance> }) {
  const { t } = useTranslation('credits');
  const format = useFormat();
  return (
    <Remote query={credits} loading={loading}>
      {({ availableCredits, restrictedCredits, heldCredits, balanceCredits }) => (
        <Gallery hasGutter minWidths={minWidths}>
          <StatCard
            title={t('available.title')}
            value={<Credits value={availableCredits} isStacked isBalance />}
            note={
              restrictedCredits === '0'
                ? t('available.note')
                : t('available.noteRestricted', { credits: format.credits(restrictedCredits) })
            }
          />
          <StatCard
            title={t('held.title')}
            value={<Credits value={heldCredits} isStacked />}
            note={t('held.note')}
          />
          <StatCard
            title={t('balance.title')}
            value={<Credits value={balanceCredits} isStacked isBalance />}
            note={t('balance.note')}
          />
        </Gallery>
      )}
    </Remote>
  );
}
