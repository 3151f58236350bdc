import { Button } from '@patternfly/react-core';
import { useTranslation } from 'react-i18next';
import type { Column } from '../../components/data-table.tsx';
import { RelativeTime } from '../../components/relative-time.tsx';
import { StatusLabel } from '../../components/status-label.tsx';
import type { AdminKillSwitch } from './queries.ts';
import { useSwitchWords } from './use-switch-words.ts';

type Act = { at: string; by: AdminKillSwitch['createdBy'] };

/** When, and by whom; nobody where a rule did it. */
function ActOf({ at, by }: Act) {
  return (
    <>
      <RelativeTime value={at} />
      {by && (
        <div className="pf-v6-u-text-color-subtle">
          <bdi>{by.name ?? by.email}</bdi>
        </div>
      )}
    </>
  );
}

/** Columns of the switches; without `onLift` (auditors) there is nothing to do with them. */
export function useSwitchColumns(
  onLift: ((killSwitch: AdminKillSwitch) => void) | null,
): Column<AdminKillSwitch>[] {
  const { t } = useTranslation('admin-kill-switches');
  const words = useSwitchWords();
  const columns: Column<AdminKillSwitch>[] = [
    {
      key: 'what',
      label: t('columns.what'),
      modifier: 'breakWord',
      render: (killSwitch) => (
        <>
          <bdi>{words.name(killSwitch)}</bdi>
          {killSwitch.scope !== 'platform' && (
            <div className="pf-v6-u-text-color-subtle">{words.scope(killSwitch.scope)}</div>
          )}
          {killSwitch.scope !== 'account' && killSwitch.accountName && (
            <div className="pf-v6-u-text-color-subtle">
              <bdi>{killSwitch.accountName}</bdi>
            </div>
          )}
        </>
      ),
    },
    {
      key: 'status',
      label: t('columns.status'),
      render: ({ liftedAt }) => <StatusLabel status={liftedAt ? 'lifted' : 'stopped'} />,
    },
    {
      key: 'reason',
      label: t('columns.reason'),
      modifier: 'breakWord',
      render: ({ reason }) => <bdi>{reason}</bdi>,
    },
    {
      key: 'thrown',
      label: t('columns.thrown'),
      modifier: 'breakWord',
      render: ({ createdAt, createdBy, thrownBy }) => (
        <>
          <ActOf at={createdAt} by={createdBy} />
          {thrownBy === 'account' && <div className="pf-v6-u-text-color-subtle">{t('byAccount')}</div>}
        </>
      ),
    },
    {
      key: 'lifted',
      label: t('columns.lifted'),
      modifier: 'breakWord',
      render: ({ liftedAt, liftedBy }) => (liftedAt ? <ActOf at={liftedAt} by={liftedBy} /> : t('notLifted')),
    },
  ];
  if (onLift) {
    columns.push({
      key: 'actions',
      label: t('columns.actions'),
      render: (killSwitch) =>
        !killSwitch.liftedAt && (
          <Button
            variant="secondary"
            size="sm"
            aria-label={t('liftNamed', { name: words.name(killSwitch) })}
            onClick={() => onLift(killSwitch)}
          >
            {t('common:stop.lift')}
          </Button>
        ),
    });
  }
  return columns;
}
