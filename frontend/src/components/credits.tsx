import { useTranslation } from 'react-i18next';
import { useFormat } from './use-format.ts';

type Props = {
  /** Decimal string of credits; null shows "N/A". */
  value: string | null | undefined;
  /** Money in a line of its own below, for tiles. */
  isStacked?: boolean;
  /** What somebody has, whose money is never rounded up. */
  isBalance?: boolean;
};

/** An amount of credits with its money equivalent beside it. */
export function Credits({ value, isStacked, isBalance }: Props) {
  const { t } = useTranslation('common');
  const format = useFormat();
  if (value === null || value === undefined) return t('notAvailable');
  const money = isBalance ? format.moneyOfBalance(value) : format.money(value);
  if (isStacked) {
    return (
      <>
        <bdi>{format.credits(value)}</bdi>
        <div className="pf-v6-u-font-size-md pf-v6-u-font-weight-normal pf-v6-u-text-color-subtle">
          {money}
        </div>
      </>
    );
  }
  return (
    <span className="pf-v6-u-text-nowrap">
      <bdi>{format.credits(value)}</bdi> <small className="pf-v6-u-text-color-subtle">{money}</small>
    </span>
  );
}
