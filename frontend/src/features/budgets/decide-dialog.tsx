import { Content } from '@patternfly/react-core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isApiError } from '../../api/api-error.ts';
import type { Budget } from '../../api/budgets.ts';
import { FormDialog } from '../../components/form-dialog.tsx';
import { fieldErrors } from '../../components/form-error.tsx';
import { TextAreaField } from '../../components/text-area-field.tsx';
import { useToast } from '../../components/toast.tsx';
import { useAmounts } from '../../components/use-amounts.ts';
import type { IncreaseRequest } from './place.ts';
import { usePlace } from './place-context.ts';
import { useDecide } from './queries.ts';
import { useBudgetWords } from './use-budget-words.ts';

type Props = { budget: Budget; request: IncreaseRequest; isApproving: boolean; onClose: () => void };

/** The page's own sentences for a request that cannot be answered so any more. */
const codeKeys: Record<string, string> = {
  increase_decided: 'decide.decided',
  increase_not_needed: 'decide.notNeeded',
};

/** Approves or denies a request, with what is said to who asked: optional for a yes, not for a no. */
export function DecideDialog({ budget, request, isApproving, onClose }: Props) {
  const { t } = useTranslation('budgets');
  const { place } = usePlace();
  const toast = useToast();
  const words = useBudgetWords();
  const amounts = useAmounts();
  const [comment, setComment] = useState('');
  const [isChecked, setIsChecked] = useState(false);
  const isMissing = !isApproving && comment.trim() === '';
  const values = {
    name: request.requestedByName,
    budget: words.name(budget),
    limit: amounts.amount(budget.unit, request.limit),
  };
  const decide = useDecide(place, request, () => {
    toast.success(isApproving ? t('decide.approved', values) : t('decide.denied', values));
    onClose();
  });
  const code = isApiError(decide.error) ? decide.error.code : '';
  const submit = () => {
    setIsChecked(true);
    if (isMissing) return;
    decide.mutate({ isApproved: isApproving, comment: comment.trim() || undefined });
  };
  return (
    <FormDialog
      id="decide-increase"
      title={isApproving ? t('decide.approveTitle', values) : t('decide.denyTitle', values)}
      description={request.periods === null ? t('forGood') : t('forPeriods', { count: request.periods })}
      submitLabel={isApproving ? t('decide.approve') : t('decide.deny')}
      mutation={decide}
      fields={['comment']}
      errorTitle={codeKeys[code] && t(codeKeys[code])}
      onSubmit={submit}
      onClose={onClose}
    >
      <Content component="p">
        {t('decide.asked', { name: request.requestedByName, reason: request.reason })}
      </Content>
      <Content component="p">{isApproving ? t('decide.approveBody') : t('decide.denyBody')}</Content>
      <TextAreaField
        id="decide-comment"
        label={t('decide.comment')}
        help={t('decide.commentHelp')}
        error={isChecked && isMissing ? t('decide.commentMissing') : fieldErrors(decide.error).comment}
        isRequired={!isApproving}
        maxLength={1000}
        value={comment}
        onChange={setComment}
      />
    </FormDialog>
  );
}
