import { Radio } from '@patternfly/react-core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Plan } from '../../api/plans.ts';
import { FormDialog } from '../../components/form-dialog.tsx';
import { SeededText } from '../../components/seeded-text.tsx';
import { useToast } from '../../components/toast.tsx';
import { type AdminUser, useChangePlan } from './queries.ts';
import { useUserWords } from './use-user-words.ts';

/** Puts the personal account on another plan, with what each plan allows. */
export function ChangePlanDialog({ user, onClose }: { user: AdminUser; onClose: () => void }) {
  const { t } = useTranslation('admin-users');
  const toast = useToast();
  const words = useUserWords();
  const name = words.nameOf(user);
  const change = useChangePlan(user.account.id);
  const [chosen, setChosen] = useState(user.account.planId);
  const submit = () =>
    change.mutate(chosen, {
      onSuccess: ({ planId }) => {
        toast.success(t('plan.done', { name, plan: words.plan(planId) }));
        onClose();
      },
    });
  const choice = (plan: Plan | null) => (
    <Radio
      key={plan?.id ?? 'none'}
      id={`plan-${plan?.id ?? 'none'}`}
      name="plan"
      label={words.plan(plan?.id ?? null)}
      description={plan ? <SeededText>{plan.description}</SeededText> : t('plan.noneAbout')}
      isChecked={chosen === (plan?.id ?? null)}
      onChange={() => setChosen(plan?.id ?? null)}
    />
  );
  return (
    <FormDialog
      id="change-plan"
      title={t('plan.title', { name })}
      description={t('plan.body')}
      submitLabel={t('plan.submit')}
      mutation={change}
      isDisabled={chosen === user.account.planId}
      onSubmit={submit}
      onClose={onClose}
    >
      {words.plans.map(choice)}
      {choice(null)}
    </FormDialog>
  );
}
