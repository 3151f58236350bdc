import { useTranslation } from 'react-i18next';
import { LiftDialog } from '../../components/lift-dialog.tsx';
import { useToast } from '../../components/toast.tsx';
import { type AdminKillSwitch, useLiftSwitch } from './queries.ts';
import { useSwitchWords } from './use-switch-words.ts';

/** Asks before a switch is lifted. */
export function LiftSwitchDialog({
  killSwitch,
  onClose,
}: {
  killSwitch: AdminKillSwitch;
  onClose: () => void;
}) {
  const { t } = useTranslation('admin-kill-switches');
  const toast = useToast();
  const name = useSwitchWords().name(killSwitch);
  const lift = useLiftSwitch();
  const submit = () =>
    lift.mutate(killSwitch.id, {
      onSuccess: () => {
        toast.success(t('lifted', { name }));
        onClose();
      },
    });
  return (
    <LiftDialog
      title={t('liftTitle', { name })}
      killSwitch={killSwitch}
      mutation={lift}
      onLift={submit}
      onClose={onClose}
    />
  );
}
