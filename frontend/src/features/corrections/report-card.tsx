import { Button, Card, CardBody, CardFooter, CardTitle, Content, Gallery } from '@patternfly/react-core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Credits } from '../../components/credits.tsx';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { StatCard } from '../../components/stat-card.tsx';
import { StateEmpty } from '../../components/state-empty.tsx';
import { useFormat } from '../../components/use-format.ts';
import { ApplyDialog } from './apply-dialog.tsx';
import { Difference } from './difference.tsx';
import type { NewReRating, Report } from './queries.ts';

type Props = {
  report: Report;
  /** What the report is of: that, and nothing that was typed since, is applied. */
  asked: NewReRating;
  onApplied: () => void;
};

/** What a correction would come to, account by account, and the way to apply it. */
export function ReportCard({ report, asked, onApplied }: Props) {
  const { t } = useTranslation('corrections');
  const format = useFormat();
  const [isAsking, setIsAsking] = useState(false);
  if (report.calls === 0)
    return <StateEmpty title={t('report.noneTitle')}>{t('report.noneBody')}</StateEmpty>;
  const columns: Column<Report['top'][number]>[] = [
    {
      key: 'account',
      label: t('report.account'),
      modifier: 'breakWord',
      render: ({ accountId, accountName }) => <bdi>{accountName ?? accountId}</bdi>,
    },
    { key: 'calls', label: t('report.calls'), isNumeric: true, render: ({ calls }) => format.number(calls) },
    {
      key: 'old',
      label: t('report.old'),
      isNumeric: true,
      render: ({ oldCostCredits }) => <Credits value={oldCostCredits} />,
    },
    {
      key: 'new',
      label: t('report.new'),
      isNumeric: true,
      render: ({ newCostCredits }) => <Credits value={newCostCredits} />,
    },
    {
      key: 'difference',
      label: t('report.difference'),
      isNumeric: true,
      render: ({ differenceCredits }) => <Difference credits={differenceCredits} />,
    },
  ];
  return (
    <Card>
      <CardTitle component="h2">{t('report.title')}</CardTitle>
      <CardBody>
        <Gallery hasGutter minWidths={{ default: '12rem' }} className="pf-v6-u-mb-md">
          <StatCard
            title={t('report.calls')}
            value={format.number(report.calls)}
            note={t('report.ofAccounts', { count: report.accounts })}
          />
          <StatCard title={t('report.old')} value={<Credits value={report.oldCostCredits} isStacked />} />
          <StatCard title={t('report.new')} value={<Credits value={report.newCostCredits} isStacked />} />
          <StatCard
            title={t('report.difference')}
            value={<Difference credits={report.differenceCredits} />}
            note={t('report.differenceNote')}
          />
        </Gallery>
        {report.accounts > report.top.length && (
          <Content component="p">{t('report.topOnly', { count: report.top.length })}</Content>
        )}
        <DataTable
          label={t('report.accounts')}
          columns={columns}
          rows={report.top}
          rowKey={({ accountId }) => accountId}
          empty={null}
        />
      </CardBody>
      <CardFooter>
        <Button variant="danger" onClick={() => setIsAsking(true)}>
          {t('apply.action')}
        </Button>
      </CardFooter>
      {isAsking && (
        <ApplyDialog report={report} asked={asked} onApplied={onApplied} onClose={() => setIsAsking(false)} />
      )}
    </Card>
  );
}
