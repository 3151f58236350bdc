import { Label, LabelGroup } from '@patternfly/react-core';
import { useTranslation } from 'react-i18next';
import { useAccountPlan } from '../api/plans.ts';
import { usePlanFacts } from './use-plan-facts.ts';

/** The plan of an account with its limits, or that it has none, in a line. */
export function PlanLabels({ accountId }: { accountId: string }) {
  const { t } = useTranslation('common');
  const factsOf = usePlanFacts();
  const plan = useAccountPlan(accountId);
  if (plan === undefined) return null;
  if (plan === null)
    return (
      <>
        <Label isCompact variant="outline">
          {t('plan.none')}
        </Label>{' '}
        {t('plan.noneAbout')}
      </>
    );
  const facts = factsOf(plan);
  return (
    <LabelGroup categoryName={t('plan.named', { name: plan.name })} numLabels={facts.length}>
      {facts.map((fact) => (
        <Label key={fact} isCompact variant="outline">
          {fact}
        </Label>
      ))}
    </LabelGroup>
  );
}
