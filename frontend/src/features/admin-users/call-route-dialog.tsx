import { Content, ModalBody } from '@patternfly/react-core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { CallRoute } from '../../components/call-route.tsx';
import { CopyId } from '../../components/copy-id.tsx';
import { Dialog, DialogHeader } from '../../components/dialog.tsx';
import { Remote } from '../../components/remote.tsx';
import { accountCallQuery } from './account-queries.ts';

type Props = { accountId: string; requestId: string; onClose: () => void };

/** How a call of somebody found its way. */
export function CallRouteDialog({ accountId, requestId, onClose }: Props) {
  const { t } = useTranslation('admin-users');
  const call = useQuery(accountCallQuery(accountId, requestId));
  return (
    <Dialog variant="medium" aria-labelledby="call-route-title" onClose={onClose}>
      <DialogHeader title={t('calls.route')} labelId="call-route-title" />
      <ModalBody>
        <Content component="p">
          <CopyId value={requestId} />
        </Content>
        <Remote query={call}>
          {({ routing }) =>
            routing ? <CallRoute routing={routing} /> : <Content component="p">{t('calls.plain')}</Content>
          }
        </Remote>
      </ModalBody>
    </Dialog>
  );
}
