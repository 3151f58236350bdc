import { useTranslation } from 'react-i18next';
import { useAccountId } from '../../api/account.ts';
import { type KillSwitch, useLiftSwitch } from '../../api/kill-switches.ts';
import { LiftDialog } from '../../components/lift-dialog.tsx';
import { useToast } from '../../components/toast.tsx';

type Props = { name: string; killSwitch: KillSwitch; onClose: () => void };

/** Lets a key, or the whole account, call again. */
export function LiftKeyDialog({ name, killSwitch, onClose }: Props) {
  const { t } = useTranslation('api-keys');
  const toast = useToast();
  const lift = useLiftSwitch(useAccountId());
  const submit = () =>
    lift.mutate(killSwitch.id, {
      onSuccess: () => {
        toast.success(t('stop.lifted', { name }));
        onClose();
      },
    });
  return (
    <LiftDialog
      title={t('stop.liftTitle', { name })}
      killSwitch={killSwitch}
      mutation={lift}
      onLift={submit}
      onClose={onClose}
    />
  );
}
