import { Button, Content } from '@patternfly/react-core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { accountsQuery, useAccountId, useMayManage } from '../../api/account.ts';
import { useThrowSwitch } from '../../api/kill-switches.ts';
import { StopDialog } from '../../components/stop-dialog.tsx';
import { useToast } from '../../components/toast.tsx';
import { LiftKeyDialog } from './lift-key-dialog.tsx';
import { useKeyStops } from './use-key-stops.ts';

/** Stops all calls of the account at once, or lets them go on; for those who manage it. */
export function AccountStop() {
  const { t } = useTranslation('api-keys');
  const accountId = useAccountId();
  const mayManage = useMayManage();
  const name = useQuery(accountsQuery).data?.find(({ id }) => id === accountId)?.name ?? '';
  const ownStop = useKeyStops().ownAccountStop(accountId);
  const [open, setOpen] = useState<'stop' | 'lift' | null>(null);
  const onClose = () => setOpen(null);
  if (!mayManage) return null;
  return (
    <>
      {ownStop ? (
        <Button variant="secondary" onClick={() => setOpen('lift')}>
          {t('stopAll.lift')}
        </Button>
      ) : (
        <Button variant="link" isDanger onClick={() => setOpen('stop')}>
          {t('stopAll.action')}
        </Button>
      )}
      {open === 'stop' && <StopAllDialog accountId={accountId} name={name} onClose={onClose} />}
      {open === 'lift' && ownStop && <LiftKeyDialog name={name} killSwitch={ownStop} onClose={onClose} />}
    </>
  );
}

type Props = { accountId: string; name: string; onClose: () => void };

function StopAllDialog({ accountId, name, onClose }: Props) {
  const { t } = useTranslation('api-keys');
  const toast = useToast();
  const stop = useThrowSwitch(accountId);
  const submit = (reason: string) =>
    stop.mutate(
      { scope: 'account', reason },
      {
        onSuccess: () => {
          toast.success(t('stopAll.done', { name }));
          onClose();
        },
      },
    );
  return (
    <StopDialog title={t('stopAll.title', { name })} mutation={stop} onStop={submit} onClose={onClose}>
      <Content component="p">{t('stopAll.body')}</Content>
    </StopDialog>
  );
}
