import { ExpandableSection } from '@patternfly/react-core';
import { useTranslation } from 'react-i18next';
import type { Column } from '../../components/data-table.tsx';
import { RelativeTime } from '../../components/relative-time.tsx';
import type { AuditEntry } from './queries.ts';
import { useAuditWords } from './use-audit-words.ts';

const subtle = 'pf-v6-u-font-size-sm pf-v6-u-text-color-subtle';

/** As the server keeps it: a word of the API and its value on each line. */
const linesOf = (details: AuditEntry['details']) =>
  Object.entries(details).map(
    ([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`,
  );

/** A few words as they are, more on demand: a model has a whole price list. */
function Details({ lines, label }: { lines: string[]; label: string }) {
  const all = lines.map((line) => (
    <div key={line} className="pf-v6-u-font-size-sm pf-v6-u-text-break-word">
      <bdi dir="ltr">{line}</bdi>
    </div>
  ));
  if (lines.length < 3) return all;
  return <ExpandableSection toggleText={label}>{all}</ExpandableSection>;
}

/** Columns of the audit log. */
export function useAuditColumns(): Column<AuditEntry>[] {
  const { t } = useTranslation('admin-audit');
  const words = useAuditWords();
  return [
    { key: 'time', label: t('columns.time'), render: ({ at }) => <RelativeTime value={at} /> },
    {
      key: 'actor',
      label: t('columns.actor'),
      width: 25,
      modifier: 'breakWord',
      render: ({ actorUserId, actorEmail }) => <bdi>{actorEmail ?? actorUserId ?? t('server')}</bdi>,
    },
    {
      key: 'action',
      label: t('columns.action'),
      width: 35,
      modifier: 'breakWord',
      render: ({ action, targetName, targetId }) => (
        <>
          {words.action(action)}
          {targetName && (
            <div>
              <bdi>{targetName}</bdi>
            </div>
          )}
          <div className={subtle}>
            <bdi dir="ltr">{targetId}</bdi>
          </div>
        </>
      ),
    },
    {
      key: 'details',
      label: t('columns.details'),
      width: 30,
      modifier: 'breakWord',
      render: ({ details }) => <Details lines={linesOf(details)} label={t('columns.details')} />,
    },
  ];
}
