import { Badge, MenuToggle, Select, SelectList, SelectOption } from '@patternfly/react-core';
import { useState } from 'react';

export type FilterOption = { value: string; label: string };

type Props = {
  label: string;
  options: FilterOption[];
  value: string | undefined;
  onChange: (value: string | undefined) => void;
};

/** One-of-many filter of a list; choosing the chosen one again takes it away. */
export function SelectFilter({ label, options, value, onChange }: Props) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <Select
      isOpen={isOpen}
      onOpenChange={setIsOpen}
      selected={value}
      popperProps={{ appendTo: 'inline' }}
      onSelect={(_, chosen) => {
        onChange(chosen === value ? undefined : String(chosen));
        setIsOpen(false);
      }}
      toggle={(ref) => (
        <MenuToggle
          ref={ref}
          isExpanded={isOpen}
          onClick={() => setIsOpen(!isOpen)}
          badge={value ? <Badge isRead>1</Badge> : undefined}
        >
          {label}
        </MenuToggle>
      )}
    >
      <SelectList>
        {options.map((option) => (
          <SelectOption key={option.value} value={option.value} isSelected={option.value === value}>
            {option.label}
          </SelectOption>
        ))}
      </SelectList>
    </Select>
  );
}
