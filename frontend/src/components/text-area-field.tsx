import { TextArea } from '@patternfly/react-core';
import type { ComponentProps } from 'react';
import { FormField } from './form-field.tsx';

type Props = Omit<ComponentProps<typeof FormField>, 'children' | 'role'> & {
  maxLength: number;
  value: string;
  onChange: (text: string) => void;
};

/** A field for some sentences. */
export function TextAreaField({ maxLength, value, onChange, ...field }: Props) {
  return (
    <FormField {...field}>
      {(input) => (
        <TextArea
          {...input}
          maxLength={maxLength}
          resizeOrientation="vertical"
          value={value}
          onChange={(_, text) => onChange(text)}
        />
      )}
    </FormField>
  );
}
