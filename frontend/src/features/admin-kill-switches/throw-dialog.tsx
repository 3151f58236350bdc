import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Notice } from '../../components/notice.tsx';
import { StopDialog } from '../../components/stop-dialog.tsx';
import { useToast } from '../../components/toast.tsx';
import { useThrowSwitch } from './queries.ts';
import { type Choice, TargetFields } from './target-fields.tsx';
import { TypedConfirmation } from './typed-confirmation.tsx';
import type { Preset } from './use-asked-for.ts';
import { useSwitchWords } from './use-switch-words.ts';

type Props = { preset: Preset | null; onClose: () => void };

/** Asks what to stop, unless that is settled, and why; says exactly what will stop before it does. */
export function ThrowDialog({ preset, onClose }: Props) {
  const { t } = useTranslation('admin-kill-switches');
  const toast = useToast();
  const words = useSwitchWords();
  const stop = useThrowSwitch();
  const [{ scope, target }, choose] = useState<Choice>(preset ?? { scope: 'account', target: null });
  const [isConfirmed, setIsConfirmed] = useState(false);
  const isPlatform = scope === 'platform';
  const name = target?.name ?? words.scope(scope);
  const submit = (reason: string) =>
    stop.mutate(
      { scope, reason, ...(target && { scopeId: target.id }) },
      {
        onSuccess: () => {
          toast.success(t('throw.done', { name }));
          onClose();
        },
      },
    );
  return (
    <StopDialog
      title={preset ? t('throw.titleNamed', { name }) : t('throw.title')}
      mutation={stop}
      isDisabled={isPlatform ? !isConfirmed : !target}
      onStop={submit}
      onClose={onClose}
    >
      {!preset && <TargetFields choice={{ scope, target }} onChoose={choose} />}
      {(isPlatform || target) && <Notice variant="warning" title={words.effect(scope, target)} />}
      {isPlatform && <TypedConfirmation onChange={setIsConfirmed} />}
    </StopDialog>
  );
}
