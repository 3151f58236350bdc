import { Gallery } from '@patternfly/react-core';
import { useTranslation } from 'react-i18next';
import { Credits } from '../../components/credits.tsx';
import { StatCard } from '../../components/stat-card.tsx';
import type { AdminUser } from './queries.ts';

/** Balance, held and used of the personal account. */
export function UserCreditCards({ account }: Pick<AdminUser, 'account'>) {
  const { t } = useTranslation('admin-users');
  return (
    <Gallery hasGutter minWidths={{ default: '14rem', xl: '30%' }}>
      <StatCard
        title={t('credits.balance')}
        value={<Credits value={account.balanceCredits} isStacked isBalance />}
        note={t('credits.balanceNote')}
      />
      <StatCard
        title={t('credits.held')}
        value={<Credits value={account.heldCredits} isStacked />}
        note={t('credits.heldNote')}
      />
      <StatCard
        title={t('credits.used')}
        value={<Credits value={account.usedCredits} isStacked />}
        note={t('credits.usedNote')}
      />
    </Gallery>
  );
}
