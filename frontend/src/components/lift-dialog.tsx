import { Content } from '@patternfly/react-core';
import { Trans, useTranslation } from 'react-i18next';
import { FormDialog } from './form-dialog.tsx';
import { RelativeTime } from './relative-time.tsx';

type Props = {
  /** What calls again: "Lift the stop of “Production”?" */
  title: string;
  killSwitch: { reason: string; createdAt: string };
  mutation: { isPending: boolean; error: unknown };
  onLift: () => void;
  onClose: () => void;
};

/** Asks before a kill switch is lifted, and recalls why it was thrown. */
export function LiftDialog({ title, killSwitch, mutation, onLift, onClose }: Props) {
  const { t } = useTranslation('common');
  const { reason, createdAt } = killSwitch;
  return (
    <FormDialog
      id="lift"
      title={title}
      submitLabel={t('stop.lift')}
      mutation={mutation}
      onSubmit={onLift}
      onClose={onClose}
    >
      <Content component="p">{t('stop.liftBody')}</Content>
      <Content component="p">
        <Trans
          ns="common"
          i18nKey="stop.was"
          components={{ time: <RelativeTime value={createdAt} />, reason: <bdi>{reason}</bdi> }}
        />
      </Content>
    </FormDialog>
  );
}
