import { TextInput } from '@patternfly/react-core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isApiError } from '../../api/api-error.ts';
import { useIdempotencyKey } from '../../api/idempotency-key.ts';
import { FormDialog } from '../../components/form-dialog.tsx';
import { fieldErrors } from '../../components/form-error.tsx';
import { FormField } from '../../components/form-field.tsx';
import { TextAreaField } from '../../components/text-area-field.tsx';
import { useToast } from '../../components/toast.tsx';
import { useFormat } from '../../components/use-format.ts';
import { readAmount } from './adjustment.ts';
import { BalanceChange } from './balance-change.tsx';
import { type AdminUser, useAdjustCredits } from './queries.ts';
import { useUserWords } from './use-user-words.ts';

const errorKeys: Record<string, string> = {
  insufficient_balance: 'adjust.insufficient',
  idempotency_key_reused: 'adjust.alreadySent',
  network: 'adjust.lost',
};

/** What stands in the way of booking, as text keys; nothing when it may be sent. */
function findFaults(typed: string, reason: string) {
  return {
    amountKey: readAmount(typed) === null ? ('adjust.amountInvalid' as const) : null,
    reasonKey: reason.trim() === '' ? ('adjust.reasonMissing' as const) : null,
  };
}

/** Gives credits or takes them back, once per opened dialog, with the balance before and after in sight. */
export function AdjustCreditsDialog({ user, onClose }: { user: AdminUser; onClose: () => void }) {
  const { t } = useTranslation('admin-users');
  const format = useFormat();
  const toast = useToast();
  const { nameOf } = useUserWords();
  const adjust = useAdjustCredits(user.account.id);
  const intent = useIdempotencyKey();
  // Of the moment of opening: the change that is asked for here is not in it yet.
  const [balanceBefore] = useState(user.account.balanceCredits);
  const [typed, setTyped] = useState('');
  const [reason, setReason] = useState('');
  const [isChecked, setIsChecked] = useState(false);
  const amountCredits = readAmount(typed);
  const faults = findFaults(typed, reason);
  const code = isApiError(adjust.error) ? adjust.error.code : null;
  const errors = fieldErrors(adjust.error);
  const amountError = isChecked && faults.amountKey ? t(faults.amountKey) : errors.amountCredits;

  const submit = () => {
    setIsChecked(true);
    if (amountCredits === null || faults.reasonKey) return;
    adjust.mutate(
      { body: { amountCredits, reason: reason.trim() }, idempotencyKey: intent.key },
      {
        onSuccess: ({ balanceCredits }) => {
          const values = { name: nameOf(user), credits: format.credits(balanceCredits) };
          toast.success(t('adjust.done', values));
          onClose();
        },
        onError: intent.renewAfter,
      },
    );
  };
  return (
    <FormDialog
      id="adjust-credits"
      title={t('adjust.title', { name: nameOf(user) })}
      description={t('adjust.body')}
      submitLabel={t('adjust.submit')}
      mutation={adjust}
      fields={['amountCredits', 'reason']}
      errorTitle={code && errorKeys[code] ? t(errorKeys[code]) : undefined}
      onSubmit={submit}
      onClose={onClose}
    >
      <FormField
        id="adjust-amount"
        label={t('adjust.amount')}
        help={t('adjust.amountHelp')}
        error={amountError}
        isRequired
      >
        {(field) => (
          <TextInput
            {...field}
            dir="ltr"
            inputMode="text"
            autoComplete="off"
            value={typed}
            onChange={(_, text) => setTyped(text)}
          />
        )}
      </FormField>
      <BalanceChange balanceCredits={balanceBefore} amountCredits={amountCredits} />
      <TextAreaField
        id="adjust-reason"
        label={t('adjust.reason')}
        help={t('adjust.reasonHelp')}
        error={isChecked && faults.reasonKey ? t(faults.reasonKey) : errors.reason}
        isRequired
        maxLength={500}
        value={reason}
        onChange={setReason}
      />
    </FormDialog>
  );
}
