import { Label, Stack, StackItem, Title } from '@patternfly/react-core';
import type { ComponentProps } from 'react';
import { useTranslation } from 'react-i18next';
import type { ResponseOf } from '../api/types.ts';
import { type Column, DataTable } from './data-table.tsx';
import { useFormat } from './use-format.ts';

type Routing = NonNullable<ResponseOf<'get', '/api/v1/accounts/{accountId}/usage/{requestId}'>['routing']>;
type Candidate = Routing['candidates'][number];
type Fate = Candidate['fate'];

const fateKeys = {
  served: 'callRoute.fate.served',
  failed: 'callRoute.fate.failed',
  breaker_open: 'callRoute.fate.breakerOpen',
  queue_full: 'callRoute.fate.queueFull',
  queue_timeout: 'callRoute.fate.queueTimeout',
  crowded: 'callRoute.fate.crowded',
  daily_cap: 'callRoute.fate.dailyCap',
  stopped: 'callRoute.fate.stopped',
  not_in_plan: 'callRoute.fate.notInPlan',
  other_origin: 'callRoute.fate.otherOrigin',
  not_needed: 'callRoute.fate.notNeeded',
} as const;

const looks: Partial<Record<Fate, ComponentProps<typeof Label>>> = {
  served: { status: 'success' },
  failed: { status: 'danger' },
  not_needed: { color: 'grey' },
  not_in_plan: { color: 'grey' },
  other_origin: { color: 'grey' },
};

/** Which routes a call had, what became of each, and what was tried one after the other. */
export function CallRoute({ routing: { candidates, attempts } }: { routing: Routing }) {
  const { t } = useTranslation('common');
  const numbered = candidates.map((candidate, index) => ({ ...candidate, number: index + 1 }));
  const nameOf = ({ providerName }: Candidate) => <bdi>{providerName}</bdi>;
  const hasUpstream = candidates.some(({ upstreamModel }) => upstreamModel !== undefined);
  const models = new Set(candidates.map(({ modelName }) => modelName));
  const columns: Column<(typeof numbered)[number]>[] = [
    { key: 'provider', label: t('callRoute.provider'), render: nameOf },
    { key: 'model', label: t('calls.model'), render: ({ modelName }) => <bdi>{modelName}</bdi> },
    {
      key: 'upstream',
      label: t('callRoute.upstreamModel'),
      modifier: 'breakWord',
      render: ({ upstreamModel }) => <bdi>{upstreamModel}</bdi>,
    },
    {
      key: 'fate',
      label: t('callRoute.became'),
      render: ({ fate }) => (
        <Label isCompact variant="outline" {...(looks[fate] ?? { status: 'warning' })}>
          {t(fateKeys[fate])}
        </Label>
      ),
    },
  ];
  const shown = columns.filter(({ key }) =>
    key === 'upstream' ? hasUpstream : key === 'model' ? models.size > 1 : true,
  );
  return (
    <Stack hasGutter>
      <StackItem>
        <DataTable
          label={t('callRoute.candidates')}
          columns={shown}
          rows={numbered}
          rowKey={({ number }) => `${number}`}
          empty={null}
        />
      </StackItem>
      {attempts.length > 0 && (
        <StackItem>
          <Title headingLevel="h3" size="md">
            {t('callRoute.attempts')}
          </Title>
          <Attempts candidates={candidates} attempts={attempts} />
        </StackItem>
      )}
    </Stack>
  );
}

function Attempts({ candidates, attempts }: Pick<Routing, 'candidates' | 'attempts'>) {
  const { t } = useTranslation('common');
  const format = useFormat();
  const rows = attempts.map((attempt, index) => ({ ...attempt, number: index + 1 }));
  const columns: Column<(typeof rows)[number]>[] = [
    {
      key: 'number',
      label: t('callRoute.attempt'),
      render: ({ number }) => format.number(number),
    },
    {
      key: 'provider',
      label: t('callRoute.provider'),
      render: ({ candidate }) => <bdi>{candidates[candidate]?.providerName}</bdi>,
    },
    {
      key: 'result',
      label: t('callRoute.result'),
      render: ({ status, errorCode }) =>
        errorCode === null ? (
          t('callRoute.fate.served')
        ) : (
          <code dir="ltr">{[status, errorCode].filter(Boolean).join(' ')}</code>
        ),
    },
    {
      key: 'time',
      label: t('callRoute.duration'),
      isNumeric: true,
      render: ({ ms }) => format.duration(ms),
    },
  ];
  return (
    <DataTable
      label={t('callRoute.attempts')}
      columns={columns}
      rows={rows}
      rowKey={({ number }) => `${number}`}
      empty={null}
    />
  );
}
