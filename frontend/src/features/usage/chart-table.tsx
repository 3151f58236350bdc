import { Link } from 'react-router-dom';
import { useTranslation } from 'react-i18next';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { toDecimal } from '../../components/decimal.ts';
import { useFormat } from '../../components/use-format.ts';
import { paths } from '../../paths.ts';
import type { Metric, Series } from './chart-series.ts';

type Props = { days: string[]; series: Series[]; metric: Metric; nameOf: (series: Series) => string };

/** The numbers of the chart, exact, the newest day first; each day leads to its calls. */
export function ChartTable({ days, series, metric, nameOf }: Props) {
  const { t } = useTranslation('usage');
  const format = useFormat();
  const write = (amount: bigint) =>
    metric === 'credits' ? format.credits(toDecimal(amount, 6)) : format.number(Number(amount));
  const rows = days.map((day, index) => ({ day, index })).reverse();
  const columns: Column<(typeof rows)[number]>[] = [
    {
      key: 'day',
      label: t('chart.day'),
      render: ({ day }) => <Link to={paths.usageOfDay(day)}>{format.day(day)}</Link>,
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
      rowKey={({ day }) => day}
      empty={null}
    />
  );
}
