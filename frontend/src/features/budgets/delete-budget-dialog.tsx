import { Content } from '@patternfly/react-core';
import { useTranslation } from 'react-i18next';
import type { Budget } from '../../api/budgets.ts';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { useToast } from '../../components/toast.tsx';
import { usePlace } from './place-context.ts';
import { useDeleteBudget } from './queries.ts';
import { useBudgetWords } from './use-budget-words.ts';

type Props = { budget: Budget; onClose: () => void; onDeleted?: () => void };

/** Asks before a budget ends, and says what is not limited any more. */
export function DeleteBudgetDialog({ budget, onClose, onDeleted }: Props) {
  const { t } = useTranslation('budgets');
  const { place } = usePlace();
  const toast = useToast();
  const words = useBudgetWords();
  const name = words.name(budget);
  const remove = useDeleteBudget(place, budget.id);
  const confirm = () =>
    remove.mutate(undefined, {
      onSuccess: () => {
        toast.success(t('delete.done', { name }));
        onClose();
        onDeleted?.();
      },
    });
  return (
    <ConfirmDialog
      title={t('delete.title', { name })}
      confirmLabel={t('delete.action')}
      mutation={remove}
      onConfirm={confirm}
      onClose={onClose}
    >
      <Content component="p">{t('delete.body')}</Content>
      <Content component="p">{t('delete.kept')}</Content>
    </ConfirmDialog>
  );
}
