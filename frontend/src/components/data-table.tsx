import { Skeleton } from '@patternfly/react-core';
import { Table, Tbody, Td, Th, type ThProps, Thead, Tr } from '@patternfly/react-table';
import type { MouseEvent, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { StateError } from './state-error.tsx';

export type Column<Row> = {
  key: string;
  label: string;
  render: (row: Row) => ReactNode;
  /** Numbers line up at the end of the cell. */
  isNumeric?: boolean;
  modifier?: ThProps['modifier'];
  /** Share of the table, in percent, for what needs room; left out: as its content asks. */
  width?: ThProps['width'];
  /** A kebab or icon button: no visible heading, and beside the card on a phone. */
  isAction?: boolean;
};

type Props<Row> = {
  /** What the table lists, for screen readers. */
  label: string;
  columns: Column<Row>[];
  rows: Row[] | undefined;
  rowKey: (row: Row) => string;
  error?: unknown;
  onRetry?: () => unknown;
  /** Shown instead of the table when there are no rows. */
  empty: ReactNode;
  /** A wider target for what a link in the row does; never the only way. */
  onRowClick?: (row: Row) => void;
};

const nothing = 'pf-v6-u-display-none pf-v6-u-display-table-cell-on-md';
const skeletonRows = [1, 2, 3, 4, 5];

/** Table with its four states: skeleton rows, error with retry, empty, rows. Cards on a phone. */
export function DataTable<Row>({
  columns,
  rows,
  rowKey,
  error,
  onRetry,
  empty,
  onRowClick,
  label,
}: Props<Row>) {
  const { t } = useTranslation('common');
  if (error && !rows) return <StateError error={error} onRetry={onRetry} />;
  if (rows?.length === 0) return empty;
  // For the mouse only: the keyboard has the link in the row, which must not lead there twice.
  const open = (row: Row) => (event: MouseEvent) => {
    if (!(event.target instanceof Element && event.target.closest('a, button'))) onRowClick?.(row);
  };
  const cell = (column: Column<Row>) => ({
    modifier: column.modifier ?? (column.isAction ? 'fitContent' : undefined),
    textCenter: false,
    className: column.isNumeric ? 'pf-v6-u-text-align-end-on-md' : undefined,
  });
  return (
    <Table aria-label={label} variant="compact" gridBreakPoint="grid-md" aria-busy={!rows}>
      <Thead>
        <Tr>
          {columns.map((column) => (
            <Th
              key={column.key}
              {...cell(column)}
              modifier={cell(column).modifier ?? 'wrap'}
              width={column.width}
              screenReaderText={column.isAction ? column.label : undefined}
            >
              {column.isAction ? undefined : column.label}
            </Th>
          ))}
        </Tr>
      </Thead>
      <Tbody>
        {rows?.map((row) => (
          <Tr
            key={rowKey(row)}
            isClickable={!!onRowClick}
            tabIndex={undefined}
            onClick={onRowClick && open(row)}
          >
            {columns.map((column) => {
              const content = column.render(row);
              const isNothing = content === null || content === undefined || content === false;
              return (
                <Td
                  key={column.key}
                  dataLabel={column.isAction ? undefined : column.label}
                  isActionCell={column.isAction}
                  {...cell(column)}
                  // On a phone the label alone would say nothing.
                  className={isNothing ? nothing : cell(column).className}
                >
                  {column.isAction ? content : <div>{content}</div>}
                </Td>
              );
            })}
          </Tr>
        ))}
        {!rows &&
          skeletonRows.map((line) => (
            <Tr key={line}>
              {columns.map((column) => (
                <Td key={column.key} dataLabel={column.label}>
                  <Skeleton screenreaderText={line === 1 ? t('loading') : undefined} />
                </Td>
              ))}
            </Tr>
          ))}
      </Tbody>
    </Table>
  );
}
