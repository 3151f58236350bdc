import { Tooltip } from '@patternfly/react-core';
import { useFormat } from './use-format.ts';

/** Tokens (or another count), abbreviated; the full number on hover and focus. */
export function TokenCount({ value }: { value: number | null | undefined }) {
  const format = useFormat();
  const short = format.compact(value);
  const full = format.number(value);
  if (short === full) return short;
  return (
    <Tooltip content={full}>
      <span tabIndex={0}>{short}</span>
    </Tooltip>
  );
}
