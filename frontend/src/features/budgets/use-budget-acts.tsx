import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Budget } from '../../api/budgets.ts';
import { AskBudgetDialog } from './ask-budget-dialog.tsx';
import { DeleteBudgetDialog } from './delete-budget-dialog.tsx';
import { EditBudgetDialog } from './edit-budget-dialog.tsx';
import { usePlace } from './place-context.ts';
import { ResetBudgetDialog } from './reset-budget-dialog.tsx';

const dialogs = {
  edit: EditBudgetDialog,
  reset: ResetBudgetDialog,
  delete: DeleteBudgetDialog,
  ask: AskBudgetDialog,
};
type Act = keyof typeof dialogs;

const labelKeys = {
  edit: 'edit.action',
  reset: 'reset.action',
  delete: 'delete.action',
  ask: 'ask.action',
} as const;

export type BudgetAct = { act: Act; label: string; isDanger: boolean; start: (budget: Budget) => void };

/** What the reader may do with a budget, and the dialog that is open for it. */
export function useBudgetActs(onDeleted?: () => void): { acts: BudgetAct[]; dialog: ReactNode } {
  const { t } = useTranslation('budgets');
  const { mayChange, mayAsk } = usePlace();
  const [open, setOpen] = useState<{ act: Act; budget: Budget } | null>(null);
  const offered: Act[] = mayChange ? ['edit', 'reset', 'delete'] : mayAsk ? ['ask'] : [];
  const acts = offered.map((act) => ({
    act,
    label: t(labelKeys[act]),
    isDanger: act === 'delete',
    start: (budget: Budget) => setOpen({ act, budget }),
  }));
  const Dialog = open && dialogs[open.act];
  const dialog = Dialog && (
    <Dialog budget={open.budget} onClose={() => setOpen(null)} onDeleted={onDeleted} />
  );
  return { acts, dialog };
}
