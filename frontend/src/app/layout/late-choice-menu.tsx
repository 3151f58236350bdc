import { MenuToggle } from '@patternfly/react-core';
import { lazy, Suspense, useState } from 'react';
import type { ChoiceMenuProps } from './choice-menu.tsx';

const load = async () => ({ default: (await import('./choice-menu.tsx')).ChoiceMenu<string> });
const ChoiceMenu = lazy(load);

/** `ChoiceMenu` whose code is fetched when the pointer or the focus comes near: the first page does without. */
export function LateChoiceMenu<Value extends string>(props: ChoiceMenuProps<Value>) {
  const { label, icon, onChange } = props;
  const [wanted, setWanted] = useState(false);
  const button = (
    <MenuToggle
      variant="plain"
      icon={icon}
      aria-label={label}
      onPointerEnter={() => void load()}
      onFocus={() => void load()}
      onClick={() => setWanted(true)}
    />
  );
  if (!wanted) return button;
  return (
    <Suspense fallback={button}>
      <ChoiceMenu {...props} startsOpen onChange={(value) => onChange(value as Value)} />
    </Suspense>
  );
}
