import { Button, Form, ModalBody, ModalFooter } from '@patternfly/react-core';
import { type SyntheticEvent, useState } from 'react';
import { flushSync } from 'react-dom';
import { useTranslation } from 'react-i18next';
import { DialogHeader } from '../../components/dialog.tsx';
import { FormError, fieldErrors } from '../../components/form-error.tsx';
import { SubmitButton } from '../../components/submit-button.tsx';
import { useFormat } from '../../components/use-format.ts';
import { BudgetFields } from './budget-fields.tsx';
import { CacheField } from './cache-field.tsx';
import { ExpiryField } from './expiry-field.tsx';
import { emptyValues, faultsOf, type KeyValues, toBody } from './key-form-values.ts';
import { LimitFields } from './limit-fields.tsx';
import { ModelsField } from './models-field.tsx';
import { NameAndProjectFields } from './name-and-project-fields.tsx';
import type { NewKey, useCreateKey } from './queries.ts';

const formId = 'create-key';
const knownFields = [
  'name',
  'projectId',
  'models',
  'expiresAt',
  'rpm',
  'tpm',
  'budget',
  'allowedCidrs',
  'cacheSeconds',
];

/** What every field gets: the form's values, the way to change them, and the field's own fault. */
export type KeyFieldProps = {
  values: KeyValues;
  change: (part: Partial<KeyValues>) => void;
  errorOf: (field: string) => string | undefined;
  /** From when on the days until expiry are counted. */
  openedMs: number;
};

type Props = { create: ReturnType<typeof useCreateKey>; onClose: () => void };

/** The form of a new key: only the name must be given. */
export function CreateKeyForm({ create, onClose }: Props) {
  const { t } = useTranslation('api-keys');
  const { timeZone } = useFormat();
  const [openedMs] = useState(() => Date.now());
  const [values, setValues] = useState(emptyValues);
  const [isTried, setIsTried] = useState(false);

  const faultKeys = faultsOf(values, timeZone, openedMs);
  const hasFaults = Object.keys(faultKeys).length > 0;
  const own = new Map(isTried ? Object.entries(faultKeys) : []);
  const said = Object.entries(fieldErrors(create.error));
  const wrongNetworks = networksNamed(
    said.map(([path]) => path),
    create.variables,
  );
  const errorOf = (field: string) => {
    const faultKey = own.get(field);
    if (faultKey) return t(faultKey);
    if (field === 'allowedCidrs' && wrongNetworks)
      return t('form.networksWrong', { networks: wrongNetworks });
    return said.find(([path]) => fieldOf(path) === field)?.[1];
  };
  const change = (part: Partial<KeyValues>) => setValues((before) => ({ ...before, ...part }));
  const submit = (event: SyntheticEvent<HTMLFormElement>) => {
    event.preventDefault();
    flushSync(() => setIsTried(true));
    if (!hasFaults) create.mutate(toBody(values, timeZone, openedMs));
    // The form is longer than a phone: what is to mend may be out of sight.
    else event.currentTarget.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  };
  const field = { values, change, errorOf, openedMs };
  return (
    <>
      <DialogHeader title={t('create')} description={t('form.description')} />
      <ModalBody>
        <Form id={formId} onSubmit={submit} noValidate>
          <FormError error={create.error} fields={said.map(([path]) => path).filter(isKnown)} />
          <NameAndProjectFields {...field} />
          <ModelsField {...field} />
          <ExpiryField {...field} />
          <BudgetFields {...field} />
          <LimitFields {...field} />
          <CacheField {...field} />
        </Form>
      </ModalBody>
      <ModalFooter>
        <SubmitButton type="submit" form={formId} isPending={create.isPending}>
          {t('create')}
        </SubmitButton>
        <Button variant="link" onClick={onClose}>
          {t('common:cancel')}
        </Button>
      </ModalFooter>
    </>
  );
}

/** `models.2`, `budget.limitCredits` and `allowedCidrs.0` belong to their fields. */
const fieldOf = (path: string) => path.split('.')[0] ?? '';

const isKnown = (path: string) => knownFields.includes(fieldOf(path));

/** The networks that the server has found fault with, by their places in what was sent. */
function networksNamed(paths: string[], sent: NewKey | undefined): string {
  const places = paths
    .map((path) => /^allowedCidrs\.(\d+)$/.exec(path)?.[1])
    .filter((place) => place !== undefined);
  return places.map((place) => sent?.allowedCidrs?.[Number(place)]).join(', ');
}
