import { DescriptionList } from '@patternfly/react-core';
import { useTranslation } from 'react-i18next';
import { Credits } from '../../components/credits.tsx';
import { Fact } from '../../components/fact.tsx';
import { balanceAfter } from './adjustment.ts';

type Props = { balanceCredits: string; amountCredits: string | null };

/** The balance before and after, while the amount is typed. */
export function BalanceChange({ balanceCredits, amountCredits }: Props) {
  const { t } = useTranslation('admin-users');
  return (
    <DescriptionList isCompact columnModifier={{ default: '2Col' }} aria-live="polite">
      <Fact term={t('adjust.before')}>
        <Credits value={balanceCredits} isBalance />
      </Fact>
      <Fact term={t('adjust.after')}>
        <strong>
          <Credits value={amountCredits && balanceAfter(balanceCredits, amountCredits)} isBalance />
        </strong>
      </Fact>
    </DescriptionList>
  );
}
