import { TextInput } from '@patternfly/react-core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FormField } from '../../components/form-field.tsx';

/** Wants a word typed before everything stops. */
export function TypedConfirmation({ onChange }: { onChange: (isConfirmed: boolean) => void }) {
  const { t, i18n } = useTranslation('admin-kill-switches');
  const [typed, setTyped] = useState('');
  const word = t('throw.word');
  const plain = (text: string) => text.trim().toLocaleUpperCase(i18n.language);
  return (
    <FormField id="stop-word" label={t('throw.typeWord', { word })} isRequired>
      {(field) => (
        <TextInput
          {...field}
          autoComplete="off"
          value={typed}
          onChange={(_, text) => {
            setTyped(text);
            onChange(plain(text) === plain(word));
          }}
        />
      )}
    </FormField>
  );
}
