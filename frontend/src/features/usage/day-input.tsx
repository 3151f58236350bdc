import { TextInput } from '@patternfly/react-core';
import { useState } from 'react';
import { isDay } from './period.ts';

type Props = { label: string; day: string; min?: string; max?: string; onChange: (day: string) => void };

/** A day to choose or to type. Told is a whole day only; what is left half typed goes back to the day before. */
export function DayInput({ label, day, min, max, onChange }: Props) {
  const [typed, setTyped] = useState<string | null>(null);
  const change = (text: string) => {
    setTyped(text);
    if (isDay(text)) onChange(text);
  };
  return (
    <TextInput
      type="date"
      aria-label={label}
      value={typed ?? day}
      min={min}
      max={max}
      onChange={(_, text) => change(text)}
      onBlur={() => setTyped(null)}
    />
  );
}
