import { TextInput } from '@patternfly/react-core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FormDialog } from '../../components/form-dialog.tsx';
import { fieldErrors } from '../../components/form-error.tsx';
import { FormField } from '../../components/form-field.tsx';
import { QuotaUse } from '../../components/quota-use.tsx';
import { useToast } from '../../components/toast.tsx';
import { type AdminSubscription, useSetQuota } from './queries.ts';
import { isQuota, quotaParts, toQuotaChange, toQuotaDraft } from './quota-draft.ts';

const labelKeys = { requestsPerMonth: 'quota.requests', tokensPerMonth: 'quota.tokens' } as const;

type Props = { subscription: AdminSubscription; onClose: () => void };

/** Changes what calls of a subscription may come to in a month. */
export function QuotaDialog({ subscription, onClose }: Props) {
  const { t } = useTranslation('admin-subscriptions');
  const toast = useToast();
  const set = useSetQuota(subscription.id);
  const [draft, setDraft] = useState(() => toQuotaDraft(subscription.quota));
  const values = { account: subscription.accountName, model: subscription.modelDisplayName };
  const submit = () => {
    if (!quotaParts.every((part) => isQuota(draft[part]))) return;
    const change = toQuotaChange(draft, subscription.quota);
    if (Object.keys(change).length === 0) return onClose();
    set.mutate(change, {
      onSuccess: () => {
        toast.success(t('quota.done', values));
        onClose();
      },
    });
  };
  return (
    <FormDialog
      id="subscription-quota"
      title={t('quota.title', values)}
      description={t('quota.body')}
      submitLabel={t('quota.save')}
      mutation={set}
      fields={[...quotaParts]}
      onSubmit={submit}
      onClose={onClose}
    >
      <div>
        <QuotaUse quota={subscription.quota} />
      </div>
      {quotaParts.map((part) => (
        <FormField
          key={part}
          id={`quota-${part}`}
          label={t(labelKeys[part])}
          help={t('quota.help')}
          error={isQuota(draft[part]) ? fieldErrors(set.error)[part] : t('quota.wrong')}
        >
          {(field) => (
            <TextInput
              {...field}
              dir="ltr"
              inputMode="numeric"
              autoComplete="off"
              value={draft[part]}
              onChange={(_, typed) => setDraft({ ...draft, [part]: typed })}
            />
          )}
        </FormField>
      ))}
    </FormDialog>
  );
}
