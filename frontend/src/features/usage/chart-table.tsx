import { Link } from 'react-router-dom';
import { useTranslation } from 'react-i18next';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { toDecimal } from '../../components/decimal.ts';
import { useFormat } from '../../components/use-format.ts';
import { paths } from '../../paths.ts';
import type { Metric, Series } from './chart-series.ts';
import type { Unit } from './period.ts';

type Props = {
  slots: string[];
  unit: Unit;
  series: Series[];
  metric: Metric;
  nameOf: (series: Series) => string;
};

/** The numbers of the chart, exact, the newest first; each day leads to its calls. */
export function ChartTable({ slots, unit, series, metric, nameOf }: Props) {
  const { t } = useTranslation('usage');
  const format = useFormat();
  const write = (amount: bigint) =>
    metric === 'credits' ? format.credits(toDecimal(amount, 6)) : format.number(Number(amount));
  const rows = slots.map((slot, index) => ({ slot, index })).reverse();
  const columns: Column<(typeof rows)[number]>[] = [
    {
      key: 'slot',
      label: unit === 'hour' ? t('chart.hour') : t('chart.day'),
      render: ({ slot }) =>
        unit === 'hour' ? format.hour(slot) : <Link to={paths.usageOfDay(slot)}>{format.day(slot)}</Link>,
    },
    ...series.map((one) => ({
      key: one.id ?? 'rest',
      label: nameOf(one),
      isNumeric: true,
      render: ({ index }: { index: number }) => <bdi>{write(one.amounts[index] ?? 0n)}</bdi>,
    })),
  ];
  return (
    <DataTable
      label={t('chart.tableLabel')}
      columns={columns}
      rows={rows}
      rowKey={({ slot }) => slot}
      empty={null}
    />
  );
}
