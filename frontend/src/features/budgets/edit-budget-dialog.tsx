import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Budget } from '../../api/budgets.ts';
import { useFreshQuery } from '../../api/use-fresh-query.ts';
import { toMicro } from '../../components/decimal.ts';
import { FormDialog } from '../../components/form-dialog.tsx';
import { Notice } from '../../components/notice.tsx';
import { Remote } from '../../components/remote.tsx';
import { useToast } from '../../components/toast.tsx';
import { useAmounts } from '../../components/use-amounts.ts';
import { useFormat } from '../../components/use-format.ts';
import { AmountField } from './amount-field.tsx';
import { type BudgetDraft, draftOf, isAmount, toChange } from './budget-draft.ts';
import { useBudgetForm } from './budget-form.ts';
import { EndFields } from './end-fields.tsx';
import { NameField } from './owner-fields.tsx';
import { usePlace } from './place-context.ts';
import { budgetQuery, useChangeBudget } from './queries.ts';
import { useBudgetWords } from './use-budget-words.ts';

const formId = 'edit-budget';
const fields = ['limit', 'thresholds', 'onExceed', 'fallbackModelId', 'name'];

/** What a new limit does that may surprise. */
function LimitNotice({ budget, typed }: { budget: Budget; typed: string }) {
  const { t } = useTranslation('budgets');
  const amounts = useAmounts();
  const format = useFormat();
  const isNew = isAmount(budget.unit, typed) && toMicro(typed.trim()) !== toMicro(budget.limit);
  if (!isNew) return null;
  const stops = toMicro(typed.trim()) <= toMicro(budget.used);
  return (
    <>
      {stops && (
        <Notice
          variant="warning"
          isLiveRegion
          title={t('edit.below', { used: amounts.amount(budget.unit, budget.used) })}
        />
      )}
      {budget.temporaryIncrease && (
        <Notice
          variant="info"
          title={t('edit.endsIncrease', {
            limit: amounts.amount(budget.unit, budget.temporaryIncrease.limit),
            time: format.dateTime(budget.temporaryIncrease.until),
          })}
        />
      )}
    </>
  );
}

/** What was stored when the first field was changed, and what is typed since. */
type Edit = { stored: Budget; draft: BudgetDraft };

/** Raises or lowers a budget, and changes what else may be changed about it. */
export function EditBudgetDialog({ budget, onClose }: { budget: Budget; onClose: () => void }) {
  const { t } = useTranslation('budgets');
  const { place } = usePlace();
  const toast = useToast();
  const words = useBudgetWords();
  const change = useChangeBudget(place, budget.id);
  const fresh = useFreshQuery(budgetQuery(place, budget.id));
  const [edit, setEdit] = useState<Edit | null>(null);
  const found = fresh.data ?? budget;
  const { stored, draft } = edit ?? { stored: found, draft: draftOf(found) };
  const form = useBudgetForm({
    id: formId,
    draft,
    onChange: (next) => setEdit({ stored, draft: next }),
    error: change.error,
  });
  const send = () => {
    const body = toChange(draft, stored);
    if (Object.keys(body).length === 0) return onClose();
    change.mutate(body, {
      onSuccess: (changed) => {
        toast.success(t('edit.done', { name: words.name(changed) }));
        onClose();
      },
    });
  };
  return (
    <FormDialog
      id={formId}
      variant="medium"
      title={t('edit.title', { name: words.name(budget) })}
      description={t('edit.description')}
      submitLabel={t('edit.save')}
      mutation={change}
      fields={fields}
      isDisabled={!fresh.data}
      onSubmit={() => form.submit(send)}
      onClose={onClose}
    >
      <Remote query={fresh}>
        {() => (
          <>
            <AmountField
              id="budget-limit"
              label={t('form.limitIn', { unit: words.unit(budget.unit) })}
              unit={budget.unit}
              value={draft.limit}
              onChange={(limit) => form.field.set({ limit })}
              help={t('form.limitHelp')}
              error={form.field.errorOf('limit')}
            />
            <LimitNotice budget={stored} typed={draft.limit} />
            <EndFields {...form.field} />
            <NameField {...form.field} />
          </>
        )}
      </Remote>
    </FormDialog>
  );
}
