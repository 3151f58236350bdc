import { Content, Flex, FlexItem, Tooltip } from '@patternfly/react-core';
import { useTranslation } from 'react-i18next';
import { toMicro } from './decimal.ts';
import { LimitTrack } from './limit-track.tsx';
import { shareOf } from './share.ts';
import { type Unit, useAmounts } from './use-amounts.ts';
import { useFormat } from './use-format.ts';

type Props = {
  /** Whose limit it is, for screen readers. */
  label: string;
  unit: Unit;
  used: string;
  /** What running calls may come to at the most. */
  held?: string;
  limit: string;
  /** Percentages that are marked; from the first on the bar warns. */
  thresholds?: number[];
  /** In tables. */
  isCompact?: boolean;
};

const usualWarning = 80;

/** How much of a limit is used, and apart from that held by running calls: a bar, and the same in words. */
export function LimitBar({ label, unit, used, held = '0', limit, thresholds = [], isCompact }: Props) {
  const { t } = useTranslation('common');
  const format = useFormat();
  const amounts = useAmounts();
  const share = shareOf(limit, used);
  const warnsAt = thresholds[0] ?? usualWarning;
  const variant = share >= 100 ? 'danger' : share >= warnsAt ? 'warning' : undefined;
  const text = amounts.used(unit, used, limit);
  const full = amounts.used(unit, used, limit, true);
  const money =
    amounts.money(unit, limit) && t('limit.money', { used: format.money(used), limit: format.money(limit) });
  return (
    <>
      <Flex
        columnGap={{ default: 'columnGapMd' }}
        // Beside labels on a phone there is no room for both.
        flexWrap={{ default: isCompact ? 'wrap' : 'nowrap', md: 'nowrap' }}
        alignItems={{ default: 'alignItemsFlexEnd' }}
      >
        <FlexItem grow={{ default: 'grow' }} flex={isCompact ? { md: 'flex_1' } : { default: 'flex_1' }}>
          {text === full ? (
            text
          ) : (
            <Tooltip content={full}>
              <span tabIndex={0}>{text}</span>
            </Tooltip>
          )}{' '}
          {money && <small className="pf-v6-u-text-color-subtle">{money}</small>}
        </FlexItem>
        <FlexItem>{format.percent(share / 100)}</FlexItem>
      </Flex>
      <LimitTrack
        label={label}
        share={share}
        shareWithHeld={shareOf(limit, used, held)}
        marks={thresholds}
        valueText={full}
        variant={variant}
        size={isCompact ? 'sm' : undefined}
      />
      {toMicro(held) > 0n && <Content component="small">{amounts.held(unit, held)}</Content>}
    </>
  );
}
