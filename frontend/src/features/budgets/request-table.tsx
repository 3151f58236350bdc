import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DataTable } from '../../components/data-table.tsx';
import { DecideDialog } from './decide-dialog.tsx';
import { type RequestRow, useRequestColumns } from './use-request-columns.tsx';

type Props = {
  rows: RequestRow[] | undefined;
  error: unknown;
  onRetry: () => unknown;
  /** Of several budgets: then each row names its own. */
  ofMany?: boolean;
  empty: ReactNode;
};

/** Requests for a higher limit, with the answers they got, or the ways to give one. */
export function RequestTable({ rows, error, onRetry, ofMany = false, empty }: Props) {
  const { t } = useTranslation('budgets');
  const [deciding, setDeciding] = useState<(RequestRow & { isApproving: boolean }) | null>(null);
  const columns = useRequestColumns(ofMany, (row, isApproving) => setDeciding({ ...row, isApproving }));
  return (
    <>
      <DataTable
        label={t('requests.title')}
        columns={columns}
        rows={rows}
        rowKey={({ request }) => request.id}
        error={error}
        onRetry={onRetry}
        empty={empty}
      />
      {deciding && <DecideDialog {...deciding} onClose={() => setDeciding(null)} />}
    </>
  );
}
