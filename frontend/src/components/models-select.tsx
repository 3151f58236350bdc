import { Badge, MenuToggle, Select, SelectList, SelectOption } from '@patternfly/react-core';
import { useState } from 'react';

type Props = {
  models: { id: string; name: string }[];
  chosen: string[];
  onChange: (ids: string[]) => void;
  /** Of the button that opens it. */
  label: string;
  describedBy: string;
};

/** Menu of models with a box each; stays open while they are chosen. */
export function ModelsSelect({ models, chosen, onChange, label, describedBy }: Props) {
  const [isOpen, setIsOpen] = useState(false);
  const toggled = (id: string) =>
    chosen.includes(id) ? chosen.filter((other) => other !== id) : [...chosen, id];
  return (
    <Select
      role="menu"
      isOpen={isOpen}
      onOpenChange={setIsOpen}
      onSelect={(_, id) => onChange(toggled(String(id)))}
      isScrollable
      popperProps={{ appendTo: 'inline' }}
      toggle={(ref) => (
        <MenuToggle
          ref={ref}
          isExpanded={isOpen}
          onClick={() => setIsOpen(!isOpen)}
          aria-describedby={describedBy}
          badge={chosen.length > 0 && <Badge isRead>{chosen.length}</Badge>}
        >
          {label}
        </MenuToggle>
      )}
    >
      <SelectList>
        {models.map(({ id, name }) => (
          <SelectOption key={id} value={id} hasCheckbox isSelected={chosen.includes(id)}>
            <bdi>{name}</bdi>
          </SelectOption>
        ))}
      </SelectList>
    </Select>
  );
}
