import { Content } from '@patternfly/react-core';
import { Trans, useTranslation } from 'react-i18next';
import { useAccountId } from '../../api/account.ts';
import { useThrowSwitch } from '../../api/kill-switches.ts';
import { StopDialog } from '../../components/stop-dialog.tsx';
import { useToast } from '../../components/toast.tsx';
import type { ApiKey } from './queries.ts';

/** Stops all calls with one key for now. */
export function StopKeyDialog({ apiKey, onClose }: { apiKey: ApiKey; onClose: () => void }) {
  const { t } = useTranslation('api-keys');
  const toast = useToast();
  const stop = useThrowSwitch(useAccountId());
  const { id, name, prefix } = apiKey;
  const submit = (reason: string) =>
    stop.mutate(
      { scope: 'key', scopeId: id, reason },
      {
        onSuccess: () => {
          toast.success(t('stop.done', { name }));
          onClose();
        },
      },
    );
  return (
    <StopDialog title={t('stop.title', { name })} mutation={stop} onStop={submit} onClose={onClose}>
      <Content component="p">
        <Trans t={t} i18nKey="stop.body" values={{ prefix }} components={{ code: <code dir="ltr" /> }} />
      </Content>
    </StopDialog>
  );
}
