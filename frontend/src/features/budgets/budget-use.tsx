import { Content } from '@patternfly/react-core';
import { Trans, useTranslation } from 'react-i18next';
import type { Budget } from '../../api/budgets.ts';
import { BudgetBar } from '../../components/budget-bar.tsx';
import { RelativeTime } from '../../components/relative-time.tsx';
import { useAmounts } from '../../components/use-amounts.ts';

/** How much of a budget is used and held, against the limit that holds now. */
export function BudgetUse({ budget, isCompact }: { budget: Budget; isCompact?: boolean }) {
  const { t } = useTranslation('budgets');
  const amounts = useAmounts();
  return (
    <>
      <BudgetBar budget={budget} isCompact={isCompact} />
      {budget.temporaryIncrease && (
        <Content component="small">
          <Trans
            t={t}
            i18nKey="raisedUntil"
            values={{ limit: amounts.amount(budget.unit, budget.limit) }}
            components={{ time: <RelativeTime value={budget.temporaryIncrease.until} /> }}
          />
        </Content>
      )}
    </>
  );
}
