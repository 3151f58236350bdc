import { Button, Card, CardBody, CardTitle, DescriptionList, Flex, FlexItem } from '@patternfly/react-core';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAdminAccess, useUser } from '../../api/session.ts';
import { Fact } from '../../components/fact.tsx';
import { LinkButton } from '../../components/link-button.tsx';
import { StatusLabel } from '../../components/status-label.tsx';
import { paths } from '../../paths.ts';
import { ChangePlanDialog } from './change-plan-dialog.tsx';
import { ChangeRoleDialog } from './change-role-dialog.tsx';
import { ChangeStatusDialog } from './change-status-dialog.tsx';
import { GrantAccessDialog } from './grant-access-dialog.tsx';
import type { AdminUser } from './queries.ts';
import { ResetPasswordDialog } from './reset-password-dialog.tsx';
import { useUserWords } from './use-user-words.ts';

const dialogs = {
  status: ChangeStatusDialog,
  password: ResetPasswordDialog,
  role: ChangeRoleDialog,
  plan: ChangePlanDialog,
  access: GrantAccessDialog,
};

/** A fact, and beside it or below the way to change it. */
function Line({ term, value, action }: { term: string; value: ReactNode; action: ReactNode }) {
  return (
    <Fact term={term}>
      <Flex columnGap={{ default: 'columnGapMd' }} rowGap={{ default: 'rowGapXs' }}>
        <FlexItem>{value}</FlexItem>
        {action && <FlexItem>{action}</FlexItem>}
      </Flex>
    </Fact>
  );
}

/** Status, role, plan and access to models, each with the way to change it. */
export function UserAccessCard({ user }: { user: AdminUser }) {
  const { t } = useTranslation('admin-users');
  const { canChange } = useAdminAccess();
  const me = useUser();
  const words = useUserWords();
  const [open, setOpen] = useState<keyof typeof dialogs | null>(null);
  const Dialog = open && dialogs[open];
  const line = (term: string, value: ReactNode, dialog: keyof typeof dialogs, action: string) => (
    <Line
      term={term}
      value={value}
      action={
        canChange &&
        !(dialog === 'password' && user.id === me.id) && (
          <Button
            variant="link"
            isInline
            isDanger={dialog === 'status' && user.status === 'active'}
            onClick={() => setOpen(dialog)}
          >
            {action}
          </Button>
        )
      }
    />
  );
  return (
    <Card>
      <CardTitle component="h2">{t('access.title')}</CardTitle>
      <CardBody>
        <DescriptionList isHorizontal isCompact>
          {line(
            t('columns.status'),
            <StatusLabel status={user.status} />,
            'status',
            user.status === 'active' ? t('status.disable') : t('status.enable'),
          )}
          {line(t('password.label'), t('password.note'), 'password', t('password.action'))}
          {line(t('columns.role'), words.role(user.role), 'role', t('role.change'))}
          {line(t('columns.plan'), <bdi>{words.plan(user.account.planId)}</bdi>, 'plan', t('plan.change'))}
          {line(t('access.models'), t('access.modelsNote'), 'access', t('grant.action'))}
          {canChange && (
            <Line
              term={t('access.calls')}
              value={t('access.callsNote')}
              action={
                <LinkButton variant="link" isInline isDanger to={paths.adminStop('account', user.account.id)}>
                  {t('common:stop.action')}
                </LinkButton>
              }
            />
          )}
        </DescriptionList>
      </CardBody>
      {Dialog && <Dialog user={user} onClose={() => setOpen(null)} />}
    </Card>
  );
}
