import { ToggleGroup, ToggleGroupItem } from '@patternfly/react-core';

type Props<Value extends string> = {
  label: string;
  options: { value: Value; text: string }[];
  value: Value;
  onChange: (value: Value) => void;
};

/** One of a few words, all in sight. */
export function ChoiceToggle<Value extends string>({ label, options, value, onChange }: Props<Value>) {
  return (
    <ToggleGroup isCompact aria-label={label}>
      {options.map((option) => (
        <ToggleGroupItem
          key={option.value}
          text={option.text}
          isSelected={option.value === value}
          onChange={() => onChange(option.value)}
        />
      ))}
    </ToggleGroup>
  );
}
