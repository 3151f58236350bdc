import { FormGroup, FormHelperText, HelperText, HelperTextItem } from '@patternfly/react-core';
import type { ReactNode } from 'react';

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
  help?: ReactNode;
  error?: string;
  isRequired?: boolean;
  children: (field: FieldProps) => ReactNode;
};

/** Labelled input with its help, or with what the server said about it. */
export function FormField({ id, label, help, error, isRequired, children }: Props) {
  const helpId = `${id}-help`;
  const validated = error ? 'error' : 'default';
  return (
    <FormGroup label={label} fieldId={id} isRequired={isRequired}>
      {children({ id, 'aria-describedby': helpId, validated, isRequired })}
      <FormHelperText>
        <HelperText id={helpId} aria-live="polite">
          {(error ?? help) && <HelperTextItem variant={validated}>{error ?? help}</HelperTextItem>}
        </HelperText>
      </FormHelperText>
    </FormGroup>
  );
}
