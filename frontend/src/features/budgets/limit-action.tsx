import { Button, Flex, FlexItem } from '@patternfly/react-core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMayUseModels } from '../../api/account.ts';
import type { Budget } from '../../api/budgets.ts';
import type { Limit } from '../../api/limits.ts';
import { useAdminAccess } from '../../api/session.ts';
import { LinkButton } from '../../components/link-button.tsx';
import { paths } from '../../paths.ts';
import { AskDialog } from './ask-dialog.tsx';
import { type Asked, askedOf } from './asked.ts';
import { EditBudgetDialog } from './edit-budget-dialog.tsx';
import { LastRequest } from './last-request.tsx';
import { usePlace } from './place-context.ts';
import { budgetsQuery, requestsQuery } from './queries.ts';

type Props = { limit: Limit; name: string };

/** Of limits that are no budgets: where they come from. */
function WayThere({ limit }: { limit: Limit }) {
  const { t } = useTranslation('budgets');
  if (limit.kind === 'balance') {
    return (
      <LinkButton variant="link" isInline to={paths.credits}>
        {t('next.toCredits')}
      </LinkButton>
    );
  }
  if (limit.kind === 'quota') {
    return (
      <LinkButton variant="link" isInline to={paths.subscriptions}>
        {t('next.toSubscriptions')}
      </LinkButton>
    );
  }
  if (limit.scope !== 'key') return null;
  return (
    <LinkButton variant="link" isInline to={paths.apiKey(limit.scopeId)}>
      {t('next.toKey')}
    </LinkButton>
  );
}

/** The wish for more, and what became of the last one. */
function AskAction({ asked }: { asked: Asked }) {
  const { t } = useTranslation('budgets');
  const { place } = usePlace();
  const requests = useQuery(requestsQuery(place, asked.budgetId)).data;
  const [isAsking, setIsAsking] = useState(false);
  const last = requests?.[0];
  return (
    <Flex alignItems={{ default: 'alignItemsCenter' }} gap={{ default: 'gapSm' }}>
      {last && (
        <FlexItem>
          <LastRequest request={last} unit={asked.unit} />
        </FlexItem>
      )}
      {last?.status !== 'pending' && (
        <FlexItem>
          <Button variant="secondary" size="sm" onClick={() => setIsAsking(true)}>
            {t('ask.action')}
          </Button>
        </FlexItem>
      )}
      {isAsking && <AskDialog asked={asked} onClose={() => setIsAsking(false)} />}
    </Flex>
  );
}

function RaiseAction({ budget }: { budget: Budget }) {
  const { t } = useTranslation('budgets');
  const [isEditing, setIsEditing] = useState(false);
  return (
    <>
      <Button variant="secondary" size="sm" onClick={() => setIsEditing(true)}>
        {t('next.raise')}
      </Button>
      {isEditing && <EditBudgetDialog budget={budget} onClose={() => setIsEditing(false)} />}
    </>
  );
}

/** What helps against a limit: raising it, asking for more, or the page that it comes from. */
export function LimitAction({ limit, name }: Props) {
  const { t } = useTranslation('budgets');
  const { place, mayChange } = usePlace();
  const mayAsk = useMayUseModels();
  const { canChange: isAdmin } = useAdminAccess();
  const budgets = useQuery(budgetsQuery(place)).data;
  const { budgetId, unit } = limit;
  if (budgetId === null) return <WayThere limit={limit} />;
  if (!budgets) return null;
  const own = budgets.find(({ id }) => id === budgetId);
  if (own && mayChange) return <RaiseAction budget={own} />;
  // What is not among the account's budgets is one of the platform.
  if (!own && isAdmin) {
    return (
      <LinkButton variant="link" isInline to={paths.adminBudget(budgetId)}>
        {t('next.toBudget')}
      </LinkButton>
    );
  }
  const isAmount = unit === 'credits' || unit === 'requests' || unit === 'tokens';
  if (!mayAsk || !isAmount) return null;
  const asked = own
    ? askedOf(own, name)
    : { budgetId, name, unit, limit: limit.limit, resets: limit.resetsAt !== null };
  return <AskAction asked={asked} />;
}
