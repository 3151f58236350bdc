import { useTranslation } from 'react-i18next';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { StatusLabel } from '../../components/status-label.tsx';
import type { Verification } from './queries.ts';

type Check = Verification['checks'][number];

const checkKeys: Record<string, string> = {
  transactions_balance: 'check.transactionsBalance',
  transfers_belong: 'check.transfersBelong',
  balances_match_ledger: 'check.balancesMatchLedger',
  grants_match_balances: 'check.grantsMatchBalances',
  grants_match_ledger: 'check.grantsMatchLedger',
  holds_match_meters: 'check.holdsMatchMeters',
  holds_belong_to_the_living: 'check.holdsBelongToTheLiving',
  usage_is_posted: 'check.usageIsPosted',
  overdrafts_are_explained: 'check.overdraftsAreExplained',
};

/** Each check with its result; one that fails says where. */
export function MoneyChecks({ checks }: { checks: Check[] }) {
  const { t } = useTranslation('admin-overview');
  const columns: Column<Check>[] = [
    {
      key: 'states',
      label: t('money.check'),
      render: ({ name, ok, detail }) => (
        <>
          {checkKeys[name] ? t(checkKeys[name]) : detail}
          {!ok && (
            <div>
              <bdi>{detail}</bdi>
            </div>
          )}
        </>
      ),
    },
    {
      key: 'result',
      label: t('money.result'),
      modifier: 'fitContent',
      render: ({ ok }) => <StatusLabel status={ok ? 'passed' : 'failed'} />,
    },
  ];
  return (
    <DataTable
      label={t('money.title')}
      columns={columns}
      rows={checks}
      rowKey={({ name }) => name}
      empty={null}
    />
  );
}
