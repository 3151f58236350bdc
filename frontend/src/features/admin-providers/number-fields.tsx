import { Grid, GridItem, TextInput } from '@patternfly/react-core';
import { FormField } from '../../components/form-field.tsx';

type Field<Name> = {
  name: Name;
  label: string;
  help: string;
  error: string | undefined;
  /** It has a row of its own. */
  isWide?: boolean;
};

type Props<Name extends string> = {
  fields: Field<Name>[];
  draft: Record<Name, string>;
  inputMode?: 'numeric' | 'decimal';
  onChange: (change: { [name: string]: string }) => void;
};

/** Numbers of a provider as they are typed, two in a row. */
export function NumberFields<Name extends string>({
  fields,
  draft,
  inputMode = 'numeric',
  onChange,
}: Props<Name>) {
  return (
    <Grid hasGutter>
      {fields.map(({ name, label, help, error, isWide }) => (
        <GridItem key={name} span={12} sm={isWide ? 12 : 6}>
          <FormField id={`provider-${name}`} label={label} help={help} error={error}>
            {(field) => (
              <TextInput
                {...field}
                dir="ltr"
                inputMode={inputMode}
                value={draft[name]}
                onChange={(_, typed) => onChange({ [name]: typed })}
              />
            )}
          </FormField>
        </GridItem>
      ))}
    </Grid>
  );
}
