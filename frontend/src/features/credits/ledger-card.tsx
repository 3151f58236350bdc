import { Button, Card, CardBody, CardTitle, Content } from '@patternfly/react-core';
import { DownloadIcon } from '@patternfly/react-icons';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router-dom';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { ListToolbar } from '../../components/list-toolbar.tsx';
import { LoadMore } from '../../components/load-more.tsx';
import { RelativeTime } from '../../components/relative-time.tsx';
import { SeededText } from '../../components/seeded-text.tsx';
import { StateEmpty } from '../../components/state-empty.tsx';
import { useFormat } from '../../components/use-format.ts';
import { useUrlFilters } from '../../components/use-url-filters.ts';
import { dayOf } from '../../components/zoned-day.ts';
import { paths } from '../../paths.ts';
import { type Booking, ledgerQuery } from './queries.ts';
import { StatementDialog } from './statement-dialog.tsx';

const kindKeys = {
  usage: 'ledger.usage',
  grant: 'ledger.grant',
  adjustment: 'ledger.adjustment',
  expiry: 'ledger.expiry',
  reversal: 'ledger.reversal',
  correction: 'ledger.correction',
} as const;
const kinds = Object.keys(kindKeys) as Booking['kind'][];

/** What a booking was for; calls lead to the calls of that day. */
function BookedFor({ booking }: { booking: Booking }) {
  const { t } = useTranslation('credits');
  const { timeZone } = useFormat();
  if (booking.kind !== 'usage') return <SeededText>{booking.description}</SeededText>;
  return (
    <Link to={paths.usageOfDay(dayOf(booking.createdAt, timeZone))}>
      {t('ledger.calls', { count: booking.callCount ?? 1 })}
    </Link>
  );
}

/** Every change of the balance, newest first, or those of one kind; and the way to take it along. */
export function LedgerCard({ accountId }: { accountId: string }) {
  const { t } = useTranslation('credits');
  const format = useFormat();
  const filters = useUrlFilters(['kind']);
  const ledger = useInfiniteQuery(
    ledgerQuery(
      accountId,
      kinds.find((kind) => kind === filters.values.kind),
    ),
  );
  const [isTaking, setIsTaking] = useState(false);
  const columns: Column<Booking>[] = [
    { key: 'time', label: t('ledger.time'), render: ({ createdAt }) => <RelativeTime value={createdAt} /> },
    { key: 'kind', label: t('ledger.kind'), render: ({ kind }) => t(kindKeys[kind]) },
    {
      key: 'for',
      label: t('ledger.for'),
      modifier: 'breakWord',
      render: (booking) => <BookedFor booking={booking} />,
    },
    {
      key: 'amount',
      label: t('ledger.amount'),
      isNumeric: true,
      render: ({ amountCredits }) => (
        <span className="pf-v6-u-text-nowrap">
          <bdi>{format.signedCredits(amountCredits)}</bdi>{' '}
          <small className="pf-v6-u-text-color-subtle">{format.money(amountCredits)}</small>
        </span>
      ),
    },
  ];
  return (
    <Card>
      <CardTitle component="h2">{t('ledger.title')}</CardTitle>
      <CardBody>
        <Content component="p">{t('ledger.body')}</Content>
        <ListToolbar
          filters={filters}
          items={[
            {
              name: 'kind',
              label: t('ledger.kind'),
              options: kinds.map((kind) => ({ value: kind, label: t(kindKeys[kind]) })),
            },
          ]}
          end={
            <Button variant="secondary" icon={<DownloadIcon />} onClick={() => setIsTaking(true)}>
              {t('statement.action')}
            </Button>
          }
        />
        <DataTable
          label={t('ledger.title')}
          columns={columns}
          rows={ledger.data?.pages.flatMap(({ data }) => data)}
          rowKey={({ id }) => id}
          error={ledger.error}
          onRetry={ledger.refetch}
          empty={
            filters.any ? (
              <StateEmpty title={t('ledger.noneTitle')}>{t('ledger.noneBody')}</StateEmpty>
            ) : (
              <StateEmpty title={t('ledger.emptyTitle')}>{t('ledger.emptyBody')}</StateEmpty>
            )
          }
        />
        <LoadMore query={ledger} />
      </CardBody>
      {isTaking && <StatementDialog accountId={accountId} onClose={() => setIsTaking(false)} />}
    </Card>
  );
}
