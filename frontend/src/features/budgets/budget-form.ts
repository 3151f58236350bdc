import { useState } from 'react';
import { flushSync } from 'react-dom';
import { useTranslation } from 'react-i18next';
import { fieldErrors } from '../../components/form-error.tsx';
import { type BudgetDraft, faultsOf } from './budget-draft.ts';

/** What every field gets: the draft, the way to change it, and the field's own fault. */
export type BudgetFieldProps = {
  draft: BudgetDraft;
  set: (change: Partial<BudgetDraft>) => void;
  errorOf: (field: string) => string | undefined;
};

type Form = {
  /** Of the form element. */
  id: string;
  draft: BudgetDraft;
  onChange: (draft: BudgetDraft) => void;
  /** What the server said of the last try. */
  error: unknown;
};

/** A draft under way: faults show once sending was tried, and then the first of them gets the focus. */
export function useBudgetForm({ id, draft, onChange, error }: Form) {
  const { t } = useTranslation('budgets');
  const [isTried, setIsTried] = useState(false);
  const faultKeys = faultsOf(draft);
  const own = new Map(isTried ? Object.entries(faultKeys) : []);
  const said = fieldErrors(error);
  const field: BudgetFieldProps = {
    draft,
    set: (change) => onChange({ ...draft, ...change }),
    errorOf(name) {
      const faultKey = own.get(name);
      return faultKey ? t(faultKey) : said[name];
    },
  };
  return {
    field,
    /** Calls `send` unless there is something to mend. */
    submit(send: () => void) {
      flushSync(() => setIsTried(true));
      if (Object.keys(faultKeys).length === 0) send();
      // The form is longer than a phone: what is to mend may be out of sight.
      else document.getElementById(id)?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
    },
  };
}
