import { Button, Card, CardBody, CardHeader, CardTitle } from '@patternfly/react-core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAdminAccess } from '../../api/session.ts';
import { type Grant, GrantsTable } from '../../components/grants-table.tsx';
import { StateEmpty } from '../../components/state-empty.tsx';
import { GiveGrantDialog } from './give-grant-dialog.tsx';
import { type AdminUser, grantsQuery } from './queries.ts';
import { RevokeGrantDialog } from './revoke-grant-dialog.tsx';

/** Where the credits of the account come from, with the way to give some and to take them back. */
export function GrantsCard({ user }: { user: AdminUser }) {
  const { t } = useTranslation('admin-users');
  const { canChange } = useAdminAccess();
  const grants = useQuery(grantsQuery(user.account.id));
  const [isGiving, setIsGiving] = useState(false);
  const [revoked, setRevoked] = useState<Grant | null>(null);
  const revoke = (grant: Grant) =>
    grant.status === 'active' && (
      <Button
        variant="link"
        isInline
        isDanger
        aria-label={t('grants.revokeThis', { description: grant.description })}
        onClick={() => setRevoked(grant)}
      >
        {t('grants.revoke')}
      </Button>
    );
  return (
    <Card>
      <CardHeader
        actions={
          canChange
            ? {
                hasNoOffset: true,
                actions: (
                  <Button variant="secondary" onClick={() => setIsGiving(true)}>
                    {t('grants.give')}
                  </Button>
                ),
              }
            : undefined
        }
      >
        <CardTitle component="h2">{t('grants.title')}</CardTitle>
      </CardHeader>
      <CardBody>
        <GrantsTable
          label={t('grants.title')}
          grants={grants.data}
          error={grants.error}
          onRetry={grants.refetch}
          empty={<StateEmpty title={t('grants.emptyTitle')}>{t('grants.emptyBody')}</StateEmpty>}
          action={canChange ? revoke : undefined}
        />
      </CardBody>
      {isGiving && <GiveGrantDialog user={user} onClose={() => setIsGiving(false)} />}
      {revoked && <RevokeGrantDialog user={user} grant={revoked} onClose={() => setRevoked(null)} />}
    </Card>
  );
}
