import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isApiError } from '../../api/api-error.ts';
import { FormDialog } from '../../components/form-dialog.tsx';
import { LinkButton } from '../../components/link-button.tsx';
import { useFormat } from '../../components/use-format.ts';
import { useToast } from '../../components/toast.tsx';
import { newDraft, toNewBudget } from './budget-draft.ts';
import { useBudgetForm } from './budget-form.ts';
import { EndFields } from './end-fields.tsx';
import { LimitFields } from './limit-fields.tsx';
import { NameField, OwnerFields } from './owner-fields.tsx';
import { PeriodFields } from './period-fields.tsx';
import { usePlace } from './place-context.ts';
import { useCreateBudget } from './queries.ts';
import { useBudgetWords } from './use-budget-words.ts';

const formId = 'create-budget';
const fields = [
  'scope',
  'scopeId',
  'unit',
  'limit',
  'period',
  'timeZone',
  'weekStartsOn',
  'anchorDay',
  'thresholds',
  'onExceed',
  'fallbackModelId',
  'name',
];

/** Makes a budget: whose calls, how much of what, how often, and what happens then. */
export function CreateBudgetDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('budgets');
  const { place } = usePlace();
  const { timeZone } = useFormat();
  const toast = useToast();
  const words = useBudgetWords();
  const create = useCreateBudget(place);
  const [draft, setDraft] = useState(() =>
    place.isPlatform ? newDraft('platform', 'UTC') : newDraft('account', timeZone),
  );
  const form = useBudgetForm({ id: formId, draft, onChange: setDraft, error: create.error });
  const isThere = isApiError(create.error) && create.error.code === 'budget_exists';
  const send = () =>
    create.mutate(toNewBudget(draft), {
      onSuccess: (budget) => {
        toast.success(
          t('created', { name: words.name(budget) }),
          <LinkButton variant="link" isInline to={place.pathOf(budget.id)}>
            {t('show')}
          </LinkButton>,
        );
        onClose();
      },
    });
  return (
    <FormDialog
      id={formId}
      variant="medium"
      title={t('create')}
      description={t('form.description')}
      submitLabel={t('create')}
      mutation={create}
      fields={fields}
      errorTitle={isThere ? t('form.exists') : undefined}
      onSubmit={() => form.submit(send)}
      onClose={onClose}
    >
      <OwnerFields {...form.field} />
      <LimitFields {...form.field} />
      <PeriodFields {...form.field} />
      <EndFields {...form.field} />
      <NameField {...form.field} />
    </FormDialog>
  );
}
