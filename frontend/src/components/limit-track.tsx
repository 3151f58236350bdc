import { Progress } from '@patternfly/react-core';
import type { CSSProperties } from 'react';

type Props = {
  label: string;
  /** Used, and used or held, in percent. */
  share: number;
  shareWithHeld: number;
  /** Percentages between the ends that are marked. */
  marks: number[];
  valueText: string;
  variant: 'warning' | 'danger' | undefined;
  size: 'sm' | undefined;
};

const layer = { gridArea: '1 / 1', '--pf-v6-c-progress--GridGap': '0' } as CSSProperties;
const below = {
  ...layer,
  '--pf-v6-c-progress__indicator--BackgroundColor': 'var(--pf-t--global--color--nonstatus--blue--clicked)',
} as CSSProperties;
const above = { ...layer, '--pf-v6-c-progress__bar--BackgroundColor': 'transparent' } as CSSProperties;
const mark: CSSProperties = {
  position: 'absolute',
  insetBlock: 0,
  borderInlineStart:
    'var(--pf-t--global--border--width--extra-strong) solid var(--pf-t--global--background--color--primary--default)',
};

/** Two bars over each other, since PatternFly's shows one value: behind what is held, before it what is used; thresholds are gaps. */
export function LimitTrack({ label, share, shareWithHeld, marks, valueText, variant, size }: Props) {
  const bar = { size, measureLocation: 'none', hideStatusIcon: true } as const;
  return (
    <div className="pf-v6-u-my-xs" style={{ display: 'grid', position: 'relative' }}>
      <div aria-hidden="true" style={layer}>
        <Progress {...bar} aria-label={label} value={Math.min(shareWithHeld, 100)} style={below} />
      </div>
      <Progress
        {...bar}
        aria-label={label}
        value={Math.min(share, 100)}
        valueText={valueText}
        variant={variant}
        style={above}
      />
      {marks
        .filter((at) => at < 100)
        .map((at) => (
          <span key={at} style={{ ...mark, insetInlineStart: `${at}%` }} />
        ))}
    </div>
  );
}
