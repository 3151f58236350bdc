import { Content } from '@patternfly/react-core';
import { Trans, useTranslation } from 'react-i18next';
import type { Budget } from '../../api/budgets.ts';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { RelativeTime } from '../../components/relative-time.tsx';
import { useToast } from '../../components/toast.tsx';
import { useAmounts } from '../../components/use-amounts.ts';
import { usePlace } from './place-context.ts';
import { useResetBudget } from './queries.ts';
import { useBudgetWords } from './use-budget-words.ts';

/** Asks before a budget forgets what was used, and says what that does to running calls. */
export function ResetBudgetDialog({ budget, onClose }: { budget: Budget; onClose: () => void }) {
  const { t } = useTranslation('budgets');
  const { place } = usePlace();
  const toast = useToast();
  const amounts = useAmounts();
  const name = useBudgetWords().name(budget);
  const reset = useResetBudget(place, budget.id);
  const confirm = () =>
    reset.mutate(undefined, {
      onSuccess: () => {
        toast.success(t('reset.done', { name }));
        onClose();
      },
    });
  return (
    <ConfirmDialog
      title={t('reset.title', { name })}
      confirmLabel={t('reset.action')}
      mutation={reset}
      onConfirm={confirm}
      onClose={onClose}
    >
      <Content component="p">{t('reset.body', { used: amounts.amount(budget.unit, budget.used) })}</Content>
      <Content component="p">{t('reset.running')}</Content>
      {budget.windowEnd && (
        <Content>
          <Trans
            t={t}
            i18nKey="reset.window"
            components={{ time: <RelativeTime value={budget.windowEnd} /> }}
          />
        </Content>
      )}
    </ConfirmDialog>
  );
}
