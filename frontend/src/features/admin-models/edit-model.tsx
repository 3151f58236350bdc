import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router-dom';
import { changedFields } from '../../components/changed-fields.ts';
import type { Prices } from '../../components/price-parts.ts';
import { ConfirmPricesDialog } from './confirm-prices-dialog.tsx';
import { toModelBody, toModelDraft } from './model-draft.ts';
import { ModelForm } from './model-form.tsx';
import { isUnconfirmed, jumpsOf } from './price-jumps.ts';
import { type AdminModel, type ModelChange, useChangeModel } from './queries.ts';
import { useSavedToast } from './use-saved-toast.tsx';
import { paths } from '../../paths.ts';

/** A change that waits for a word about its prices. */
type Asked = { change: ModelChange; jumps: ReturnType<typeof jumpsOf>; prices: Prices };

/**
 * The form of a stored model; asks again where prices would change very much. What another admin changes while it is
 * open stays, unless it was changed here too.
 */
export function EditModel({ stored: found }: { stored: AdminModel }) {
  const { t } = useTranslation('admin-models');
  const navigate = useNavigate();
  const announce = useSavedToast();
  const [stored] = useState(found);
  const change = useChangeModel(stored.id);
  const [asked, setAsked] = useState<Asked | null>(null);
  const save = (body: ModelChange, prices: Prices | null) =>
    change.mutate(body, {
      onSuccess: (saved) => {
        setAsked(null);
        announce(saved);
        void navigate(paths.adminModel(saved.id));
      },
      onError: (error) =>
        setAsked(
          stored.prices && prices && isUnconfirmed(error)
            ? { change: body, jumps: jumpsOf(error, stored.prices, prices), prices }
            : null,
        ),
    });
  const close = () => {
    setAsked(null);
    change.reset();
  };
  return (
    <>
      <ModelForm
        stored={stored}
        mutation={{
          isPending: change.isPending,
          error: isUnconfirmed(change.error) ? null : change.error,
        }}
        submitLabel={t('save')}
        cancelTo={paths.adminModel(stored.id)}
        onSubmit={(body, prices) => save(changedFields(toModelBody(toModelDraft(stored)), body), prices)}
      />
      {asked && (
        <ConfirmPricesDialog
          jumps={asked.jumps}
          prices={asked.prices}
          isPending={change.isPending}
          onConfirm={() => save({ ...asked.change, confirmPriceChange: true }, asked.prices)}
          onClose={close}
        />
      )}
    </>
  );
}
