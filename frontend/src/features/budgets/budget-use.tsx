import { Content } from '@patternfly/react-core';
import { Trans, useTranslation } from 'react-i18next';
import type { Budget } from '../../api/budgets.ts';
import { LimitBar } from '../../components/limit-bar.tsx';
import { RelativeTime } from '../../components/relative-time.tsx';
import { useAmounts } from '../../components/use-amounts.ts';
import { limitNow } from './asked.ts';
import { useBudgetWords } from './use-budget-words.ts';

/** How much of a budget is used and held, against the limit that holds now. */
export function BudgetUse({ budget, isCompact }: { budget: Budget; isCompact?: boolean }) {
  const { t } = useTranslation('budgets');
  const words = useBudgetWords();
  const amounts = useAmounts();
  return (
    <>
      <LimitBar
        label={words.name(budget)}
        unit={budget.unit}
        used={budget.used}
        held={budget.held}
        limit={limitNow(budget)}
        thresholds={budget.thresholds}
        isCompact={isCompact}
      />
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
