import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isApiError } from '../../api/api-error.ts';
import { useIdempotencyKey } from '../../api/idempotency-key.ts';
import { FormDialog } from '../../components/form-dialog.tsx';
import { fieldErrors } from '../../components/form-error.tsx';
import { useToast } from '../../components/toast.tsx';
import { useFormat } from '../../components/use-format.ts';
import { dayOf } from '../../components/zoned-day.ts';
import { emptyGrant, findGrantFaults, toNewGrant } from './grant-draft.ts';
import { GrantFields } from './grant-fields.tsx';
import { type AdminUser, useGiveGrant } from './queries.ts';
import { useUserWords } from './use-user-words.ts';

const errorKeys: Record<string, string> = {
  idempotency_key_reused: 'grants.alreadySent',
  network: 'adjust.lost',
};

/** Gives credits: of what kind, for what, until when, and for which models. */
export function GiveGrantDialog({ user, onClose }: { user: AdminUser; onClose: () => void }) {
  const { t } = useTranslation('admin-users');
  const format = useFormat();
  const toast = useToast();
  const name = useUserWords().nameOf(user);
  const give = useGiveGrant(user.account.id);
  const intent = useIdempotencyKey();
  const [draft, setDraft] = useState(emptyGrant);
  const [isChecked, setIsChecked] = useState(false);
  const [today] = useState(() => dayOf(Date.now(), format.timeZone));
  const faults = findGrantFaults(draft, today);
  const code = isApiError(give.error) ? give.error.code : null;
  const sent = fieldErrors(give.error);
  const shown = <Key extends string>(key: Key | null) => (isChecked ? key : null);
  const amountKey = shown(faults.amountKey);
  const descriptionKey = shown(faults.descriptionKey);
  const lastDayKey = shown(faults.lastDayKey);
  const modelsKey = shown(faults.modelsKey);
  const priorityKey = shown(faults.priorityKey);
  const errors = {
    amount: amountKey ? t(amountKey) : sent.amountCredits,
    description: descriptionKey ? t(descriptionKey) : sent.description,
    lastDay: lastDayKey ? t(lastDayKey) : sent.expiresAt,
    modelIds: modelsKey ? t(modelsKey) : sent.modelIds,
    priority: priorityKey ? t(priorityKey) : sent.priority,
  };
  const submit = () => {
    setIsChecked(true);
    if (Object.values(faults).some(Boolean)) return;
    give.mutate(
      { body: toNewGrant(draft, format.timeZone), idempotencyKey: intent.key },
      {
        onSuccess: ({ amountCredits }) => {
          toast.success(t('grants.given', { name, credits: format.credits(amountCredits) }));
          onClose();
        },
        onError: intent.renewAfter,
      },
    );
  };
  return (
    <FormDialog
      id="give-grant"
      title={t('grants.giveTitle', { name })}
      description={t('grants.giveBody')}
      submitLabel={t('grants.giveSubmit')}
      mutation={give}
      fields={['amountCredits', 'description', 'expiresAt', 'modelIds', 'priority']}
      errorTitle={code && errorKeys[code] ? t(errorKeys[code]) : undefined}
      onSubmit={submit}
      onClose={onClose}
    >
      <GrantFields draft={draft} errors={errors} today={today} onChange={setDraft} />
    </FormDialog>
  );
}
