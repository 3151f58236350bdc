import { MenuToggle, Select, SelectList, SelectOption } from '@patternfly/react-core';
import { type ReactNode, useEffect, useState } from 'react';

export type ChoiceMenuProps<Value extends string> = {
  /** Names the choice and what is chosen now. */
  label: string;
  icon: ReactNode;
  value: Value;
  options: readonly { value: Value; label: string; lang?: string }[];
  onChange: (value: Value) => void;
  /** Set when a click is what brought the menu in. */
  startsOpen?: boolean;
};

/** One choice of the masthead behind an icon. */
export function ChoiceMenu<Value extends string>({
  label,
  icon,
  value,
  options,
  onChange,
  startsOpen,
}: ChoiceMenuProps<Value>) {
  const [isOpen, setIsOpen] = useState(false);
  useEffect(() => {
    // One frame later: a menu that is open at once finds no button yet to stand below.
    if (startsOpen) requestAnimationFrame(() => setIsOpen(true));
  }, [startsOpen]);
  return (
    <Select
      isOpen={isOpen}
      onOpenChange={setIsOpen}
      selected={value}
      popperProps={{ position: 'end', appendTo: 'inline' }}
      onSelect={(_, chosen) => {
        onChange(chosen as Value);
        setIsOpen(false);
      }}
      toggle={(ref) => (
        <MenuToggle
          ref={ref}
          autoFocus={startsOpen}
          variant="plain"
          icon={icon}
          aria-label={label}
          isExpanded={isOpen}
          onClick={() => setIsOpen(!isOpen)}
        />
      )}
    >
      <SelectList aria-label={label}>
        {options.map((option) => (
          <SelectOption key={option.value} value={option.value} lang={option.lang}>
            {option.label}
          </SelectOption>
        ))}
      </SelectList>
    </Select>
  );
}
