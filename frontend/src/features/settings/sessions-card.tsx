import { Button, Card, CardBody, CardTitle, Content, Label } from '@patternfly/react-core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { RelativeTime } from '../../components/relative-time.tsx';
import { useToast } from '../../components/toast.tsx';
import { describeBrowser } from './describe-browser.ts';
import { type Session, sessionsQuery, useRevokeSession } from './queries.ts';

/** Where the user is signed in, and the way to end each other session. */
export function SessionsCard() {
  const { t } = useTranslation('settings');
  const toast = useToast();
  const sessions = useQuery(sessionsQuery);
  const revoke = useRevokeSession();
  const [ending, setEnding] = useState<Session | null>(null);
  const nameOf = (session: Session) => describeBrowser(session.userAgent) ?? t('sessions.unknown');
  const columns: Column<Session>[] = [
    {
      key: 'browser',
      label: t('sessions.browser'),
      render: (session) => <bdi>{nameOf(session)}</bdi>,
    },
    {
      key: 'address',
      label: t('sessions.address'),
      render: (session) => <bdi>{session.address ?? t('common:notAvailable')}</bdi>,
    },
    {
      key: 'since',
      label: t('sessions.since'),
      render: ({ createdAt }) => <RelativeTime value={createdAt} />,
    },
    {
      key: 'used',
      label: t('sessions.used'),
      render: ({ lastUsedAt }) => <RelativeTime value={lastUsedAt} />,
    },
    {
      key: 'session',
      label: t('sessions.session'),
      // In a cell like the others: beside the card it would leave too little room on a phone.
      render: (session) =>
        session.current ? (
          <Label isCompact color="blue">
            {t('sessions.current')}
          </Label>
        ) : (
          <Button variant="link" isDanger isInline onClick={() => setEnding(session)}>
            {t('sessions.end')}
          </Button>
        ),
    },
  ];
  const close = () => {
    setEnding(null);
    revoke.reset();
  };
  const confirm = (session: Session) =>
    revoke.mutate(session.id, {
      onSuccess: () => {
        toast.success(t('sessions.ended', { name: nameOf(session) }));
        close();
      },
    });
  return (
    <Card>
      <CardTitle component="h2">{t('sessions.title')}</CardTitle>
      <CardBody>
        <Content component="p">{t('sessions.body')}</Content>
        <DataTable
          label={t('sessions.title')}
          columns={columns}
          rows={sessions.data}
          rowKey={(session) => session.id}
          error={sessions.error}
          onRetry={sessions.refetch}
          empty={null}
        />
      </CardBody>
      {ending && (
        <ConfirmDialog
          title={t('sessions.endTitle', { name: nameOf(ending) })}
          confirmLabel={t('sessions.end')}
          mutation={revoke}
          onConfirm={() => confirm(ending)}
          onClose={close}
        >
          {t('sessions.endBody')}
        </ConfirmDialog>
      )}
    </Card>
  );
}
