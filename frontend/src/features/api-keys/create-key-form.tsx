import { Button, Form, ModalBody, ModalFooter } from '@patternfly/react-core';
import { type SyntheticEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DialogHeader } from '../../components/dialog.tsx';
import { FormError, fieldErrors } from '../../components/form-error.tsx';
import { SubmitButton } from '../../components/submit-button.tsx';
import { useFormat } from '../../components/use-format.ts';
import { ExpiryField } from './expiry-field.tsx';
import { emptyValues, faultsOf, type KeyFaultKeys, type KeyValues, toBody } from './key-form-values.ts';
import { LimitFields } from './limit-fields.tsx';
import { ModelsField } from './models-field.tsx';
import { NameAndProjectFields } from './name-and-project-fields.tsx';
import type { useCreateKey } from './queries.ts';

const formId = 'create-key';
const knownFields = ['name', 'projectId', 'models', 'expiresAt', 'rpm', 'tpm', 'allowedCidrs'];

/** What every field gets: the form's values, the way to change them, and the field's own fault. */
export type KeyFieldProps = {
  values: KeyValues;
  change: (part: Partial<KeyValues>) => void;
  errorOf: (field: string) => string | undefined;
};

type Props = { create: ReturnType<typeof useCreateKey>; onClose: () => void };

/** The form of a new key: only the name must be given. */
export function CreateKeyForm({ create, onClose }: Props) {
  const { t } = useTranslation('api-keys');
  const { timeZone } = useFormat();
  const [values, setValues] = useState(emptyValues);
  const [faultKeys, setFaultKeys] = useState<KeyFaultKeys>({});

  // `models.2` and `allowedCidrs.0` belong to their fields.
  const said = Object.entries(fieldErrors(create.error));
  const faultOf = new Map(Object.entries(faultKeys));
  const errorOf = (field: string) => {
    const faultKey = faultOf.get(field);
    return faultKey ? t(faultKey) : said.find(([path]) => path.split('.')[0] === field)?.[1];
  };
  const change = (part: Partial<KeyValues>) => setValues((before) => ({ ...before, ...part }));
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    const found = faultsOf(values, timeZone, Date.now());
    setFaultKeys(found);
    if (Object.keys(found).length === 0) create.mutate(toBody(values, timeZone, Date.now()));
  };
  const field = { values, change, errorOf };
  return (
    <>
      <DialogHeader title={t('create')} description={t('form.description')} />
      <ModalBody>
        <Form id={formId} onSubmit={submit} noValidate>
          <FormError error={create.error} fields={said.map(([path]) => path).filter(isKnown)} />
          <NameAndProjectFields {...field} />
          <ModelsField {...field} />
          <ExpiryField {...field} />
          <LimitFields {...field} />
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

const isKnown = (path: string) => knownFields.includes(path.split('.')[0] ?? '');
