import { FormGroup, FormHelperText, HelperText, HelperTextItem } from '@patternfly/react-core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

/** What the input inside a field needs to be read together with its help and error. */
export type FieldProps = {
  id: string;
  'aria-describedby': string;
  validated: 'default' | 'error';
  isRequired?: boolean;
};

type Props = {
  id: string;
  label: string;
  /** A text, or `HelperTextItem`s of its own for rules that are met while typing. */
  help?: ReactNode;
  error?: string;
  isRequired?: boolean;
  /** For a field of several inputs. */
  role?: 'group' | 'radiogroup';
  children: (field: FieldProps) => ReactNode;
};

/** Labelled input with its help, or with what the server said about it. */
export function FormField({ id, label, help, error, isRequired, role, children }: Props) {
  const { t } = useTranslation('common');
  const helpId = `${id}-help`;
  const validated = error ? 'error' : 'default';
  const plainHelp = typeof help === 'string' ? <HelperTextItem>{help}</HelperTextItem> : help;
  return (
    <FormGroup label={label} fieldId={id} isRequired={isRequired} role={role} isStack={!!role}>
      {children({ id, 'aria-describedby': helpId, validated, isRequired })}
      <FormHelperText>
        <HelperText id={helpId} aria-live="polite">
          {error ? (
            <HelperTextItem variant="error" screenReaderText={t('notice.danger')}>
              {error}
            </HelperTextItem>
          ) : (
            plainHelp
          )}
        </HelperText>
      </FormHelperText>
    </FormGroup>
  );
}
