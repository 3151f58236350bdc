import {
  Breadcrumb,
  BreadcrumbItem,
  Button,
  Flex,
  FlexItem,
  PageSection,
  Stack,
  StackItem,
} from '@patternfly/react-core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useParams } from 'react-router-dom';
import { PageHeader } from '../../components/page-header.tsx';
import { Remote } from '../../components/remote.tsx';
import { AlertsCard } from './alerts-card.tsx';
import { BudgetFactsCard } from './budget-facts-card.tsx';
import { usePlace } from './place-context.ts';
import { budgetQuery } from './queries.ts';
import { RequestsCard } from './requests-card.tsx';
import { useBudgetActs } from './use-budget-acts.tsx';
import { useBudgetWords } from './use-budget-words.ts';

/** One budget: how it stands, who asked for more, what it alerted, and the ways to change it. */
export function OneBudget() {
  const { t } = useTranslation('budgets');
  const { budgetId = '' } = useParams();
  const { place } = usePlace();
  const words = useBudgetWords();
  const navigate = useNavigate();
  const budget = useQuery(budgetQuery(place, budgetId));
  const { acts, dialog } = useBudgetActs(() => void navigate(place.listPath, { replace: true }));
  const name = budget.data ? words.name(budget.data) : t('one');
  const found = budget.data;
  const actions = found && (
    <Flex gap={{ default: 'gapSm' }}>
      {acts.map(({ act, label, isDanger, start }, index) => (
        <FlexItem key={act}>
          <Button
            variant={index === 0 ? 'primary' : 'secondary'}
            isDanger={isDanger}
            onClick={() => start(found)}
          >
            {label}
          </Button>
        </FlexItem>
      ))}
    </Flex>
  );
  const breadcrumb = (
    <Breadcrumb className="pf-v6-u-mb-md">
      <BreadcrumbItem>
        <Link to={place.listPath}>{place.isPlatform ? t('admin.title') : t('title')}</Link>
      </BreadcrumbItem>
      <BreadcrumbItem isActive>
        <bdi>{name}</bdi>
      </BreadcrumbItem>
    </Breadcrumb>
  );
  return (
    <>
      <PageHeader
        title={name}
        description={found?.name ? words.owner(found) : undefined}
        above={breadcrumb}
        action={actions}
      />
      <PageSection>
        <Remote query={budget}>
          {(shown) => (
            <Stack hasGutter>
              <StackItem>
                <BudgetFactsCard budget={shown} />
              </StackItem>
              <StackItem>
                <RequestsCard budget={shown} />
              </StackItem>
              <StackItem>
                <AlertsCard budgetId={shown.id} />
              </StackItem>
            </Stack>
          )}
        </Remote>
      </PageSection>
      {dialog}
    </>
  );
}
