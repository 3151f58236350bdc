import { Tooltip } from '@patternfly/react-core';
import { useFormat } from './use-format.ts';

/** How long ago or ahead; the exact time in the user's time zone on hover and focus. */
export function RelativeTime({ value }: { value: string | null | undefined }) {
  const format = useFormat();
  if (!value) return format.relative(null);
  return (
    <Tooltip content={`${format.dateTime(value)} (${format.timeZone})`}>
      <time dateTime={value} tabIndex={0} className="pf-v6-u-text-nowrap">
        {format.relative(value)}
      </time>
    </Tooltip>
  );
}
