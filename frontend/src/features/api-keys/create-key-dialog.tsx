import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAccountId } from '../../api/account.ts';
import { Dialog } from '../../components/dialog.tsx';
import { CreateKeyForm } from './create-key-form.tsx';
import { KeySecret } from './key-secret.tsx';
import { useCreateKey } from './queries.ts';

/** Makes a key in two steps: the form, then the secret that is shown once. */
export function CreateKeyDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('api-keys');
  const create = useCreateKey(useAccountId());
  const created = create.data;
  const [hasCopied, setHasCopied] = useState(false);
  const [isWarned, setIsWarned] = useState(false);
  // A key under way must not lose its secret. The first try to leave with the secret uncopied only warns.
  const close = () => {
    if (create.isPending) return;
    if (created && !hasCopied && !isWarned) setIsWarned(true);
    else onClose();
  };
  return (
    <Dialog
      variant="medium"
      onClose={close}
      aria-label={created ? t('secret.title', { name: created.apiKey.name }) : t('create')}
    >
      {created ? (
        <KeySecret
          created={created}
          isWarned={isWarned && !hasCopied}
          onCopied={() => setHasCopied(true)}
          onClose={close}
        />
      ) : (
        <CreateKeyForm create={create} onClose={close} />
      )}
    </Dialog>
  );
}
