import { FormSelect, FormSelectOption } from '@patternfly/react-core';
import { useState } from 'react';
import { flushSync } from 'react-dom';
import { useTranslation } from 'react-i18next';
import { useAccountId } from '../../api/account.ts';
import { isApiError } from '../../api/api-error.ts';
import { FormDialog } from '../../components/form-dialog.tsx';
import { fieldErrors } from '../../components/form-error.tsx';
import { FormField } from '../../components/form-field.tsx';
import { TextAreaField } from '../../components/text-area-field.tsx';
import { useToast } from '../../components/toast.tsx';
import { useAmounts } from '../../components/use-amounts.ts';
import { AmountField } from './amount-field.tsx';
import { type Asked, askFaults, periodCounts } from './asked.ts';
import { useAskForIncrease } from './queries.ts';
import { useBudgetWords } from './use-budget-words.ts';

const formId = 'ask-increase';

/** Asks who may change a budget for a higher limit, with the reason they will read. */
export function AskDialog({ asked, onClose }: { asked: Asked; onClose: () => void }) {
  const { t } = useTranslation('budgets');
  const toast = useToast();
  const words = useBudgetWords();
  const amounts = useAmounts();
  const ask = useAskForIncrease(useAccountId(), asked.budgetId);
  const [limit, setLimit] = useState('');
  const [periods, setPeriods] = useState(0);
  const [reason, setReason] = useState('');
  const [isTried, setIsTried] = useState(false);
  const faultKeys = askFaults(asked, limit, reason);
  const said = fieldErrors(ask.error);
  const waits = isApiError(ask.error) && ask.error.code === 'increase_requested';
  const submit = () => {
    flushSync(() => setIsTried(true));
    if (Object.keys(faultKeys).length > 0) {
      document.getElementById(formId)?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
      return;
    }
    const body = { limit: limit.trim(), reason: reason.trim(), ...(periods > 0 && { periods }) };
    ask.mutate(body, {
      onSuccess: () => {
        toast.success(t('ask.done', { name: asked.name }));
        onClose();
      },
    });
  };
  return (
    <FormDialog
      id={formId}
      title={t('ask.title')}
      description={t('ask.description', { name: asked.name, limit: amounts.amount(asked.unit, asked.limit) })}
      submitLabel={t('ask.send')}
      mutation={ask}
      fields={['limit', 'reason', 'periods']}
      errorTitle={waits ? t('ask.waits') : undefined}
      onSubmit={submit}
      onClose={onClose}
    >
      <AmountField
        id="ask-limit"
        label={t('ask.limit', { unit: words.unit(asked.unit) })}
        unit={asked.unit}
        value={limit}
        onChange={setLimit}
        help={t('ask.limitHelp')}
        error={isTried && faultKeys.limit ? t(faultKeys.limit) : said.limit}
      />
      {asked.resets && (
        <FormField id="ask-periods" label={t('ask.periods')} help={t('ask.periodsHelp')} error={said.periods}>
          {(field) => (
            <FormSelect {...field} value={periods} onChange={(_, count) => setPeriods(Number(count))}>
              <FormSelectOption value={0} label={t('forGood')} />
              {periodCounts.map((count) => (
                <FormSelectOption key={count} value={count} label={t('forPeriods', { count })} />
              ))}
            </FormSelect>
          )}
        </FormField>
      )}
      <TextAreaField
        id="ask-reason"
        label={t('ask.reason')}
        help={t('ask.reasonHelp')}
        error={isTried && faultKeys.reason ? t(faultKeys.reason) : said.reason}
        isRequired
        maxLength={1000}
        value={reason}
        onChange={setReason}
      />
    </FormDialog>
  );
}
