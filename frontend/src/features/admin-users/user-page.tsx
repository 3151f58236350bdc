import { Breadcrumb, BreadcrumbItem, Button, PageSection, Stack, StackItem } from '@patternfly/react-core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router-dom';
import { useAdminAccess } from '../../api/session.ts';
import { PageHeader } from '../../components/page-header.tsx';
import { Remote } from '../../components/remote.tsx';
import { paths } from '../../paths.ts';
import { AdjustCreditsDialog } from './adjust-credits-dialog.tsx';
import { GrantsCard } from './grants-card.tsx';
import { userQuery } from './queries.ts';
import { UserAccessCard } from './user-access-card.tsx';
import { UserBudgetsCard } from './user-budgets-card.tsx';
import { UserCreditCards } from './user-credit-cards.tsx';
import { UserKeysCard } from './user-keys-card.tsx';
import { UserProfileCard } from './user-profile-card.tsx';
import { UserSubscriptionsCard } from './user-subscriptions-card.tsx';
import { UserUsageCard } from './user-usage-card.tsx';

/** One user: credits, what they may do and have done, and who they are. */
export default function UserPage() {
  const { t } = useTranslation('admin-users');
  const { userId = '' } = useParams();
  const { canChange } = useAdminAccess();
  const user = useQuery(userQuery(userId));
  const [isAdjusting, setIsAdjusting] = useState(false);
  const name = user.data?.name ?? user.data?.email ?? t('user');
  const breadcrumb = (
    <Breadcrumb className="pf-v6-u-mb-md">
      <BreadcrumbItem>
        <Link to={paths.adminUsers}>{t('title')}</Link>
      </BreadcrumbItem>
      <BreadcrumbItem isActive>
        <bdi>{name}</bdi>
      </BreadcrumbItem>
    </Breadcrumb>
  );
  const adjust = canChange && user.data && (
    <Button onClick={() => setIsAdjusting(true)}>{t('adjust.action')}</Button>
  );
  return (
    <>
      <PageHeader title={name} above={breadcrumb} action={adjust} />
      <PageSection>
        <Remote query={user}>
          {(found) => (
            <Stack hasGutter>
              <StackItem>
                <UserCreditCards account={found.account} />
              </StackItem>
              <StackItem>
                <UserAccessCard user={found} />
              </StackItem>
              <StackItem>
                <GrantsCard user={found} />
              </StackItem>
              <StackItem>
                <UserUsageCard user={found} />
              </StackItem>
              <StackItem>
                <UserSubscriptionsCard accountId={found.account.id} />
              </StackItem>
              <StackItem>
                <UserKeysCard accountId={found.account.id} />
              </StackItem>
              <StackItem>
                <UserBudgetsCard accountId={found.account.id} />
              </StackItem>
              <StackItem>
                <UserProfileCard user={found} />
              </StackItem>
            </Stack>
          )}
        </Remote>
      </PageSection>
      {isAdjusting && user.data && (
        <AdjustCreditsDialog user={user.data} onClose={() => setIsAdjusting(false)} />
      )}
    </>
  );
}
