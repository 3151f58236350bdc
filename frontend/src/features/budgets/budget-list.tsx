import { Button, PageSection, Stack, StackItem } from '@patternfly/react-core';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PageHeader } from '../../components/page-header.tsx';
import { AlertsCard } from './alerts-card.tsx';
import { BudgetsSection } from './budgets-section.tsx';
import { CreateBudgetDialog } from './create-budget-dialog.tsx';
import { PendingRequestsCard } from './pending-requests-card.tsx';
import { usePlace } from './place-context.ts';

/** The budgets of a place: what waits for an answer, the budgets, and the alerts they gave. */
export function BudgetList({
  title,
  description,
  first,
}: {
  title: string;
  description: string;
  first?: ReactNode;
}) {
  const { t } = useTranslation('budgets');
  const { mayChange } = usePlace();
  const [isCreating, setIsCreating] = useState(false);
  const create = () => setIsCreating(true);
  return (
    <>
      <PageHeader
        title={title}
        description={description}
        action={mayChange && <Button onClick={create}>{t('create')}</Button>}
      />
      <PageSection>
        <Stack hasGutter>
          {first && <StackItem>{first}</StackItem>}
          <PendingRequestsCard />
          <StackItem>
            <BudgetsSection onCreate={create} />
          </StackItem>
          <StackItem>
            <AlertsCard />
          </StackItem>
        </Stack>
      </PageSection>
      {isCreating && <CreateBudgetDialog onClose={() => setIsCreating(false)} />}
    </>
  );
}
