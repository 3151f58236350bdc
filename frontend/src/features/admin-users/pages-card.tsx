import { Card, CardBody, CardHeader, CardTitle } from '@patternfly/react-core';
import type { ReactNode } from 'react';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { LoadMore } from '../../components/load-more.tsx';
import { StateEmpty } from '../../components/state-empty.tsx';

type Props<Row> = {
  title: string;
  columns: Column<Row>[];
  /** An infinite query of rows with ids. */
  query: {
    data: { pages: { data: Row[] }[] } | undefined;
    error: unknown;
    refetch: () => unknown;
    hasNextPage: boolean;
    isFetchingNextPage: boolean;
    fetchNextPage: () => unknown;
  };
  emptyTitle: string;
  emptyBody: string;
  /** Beside the title. */
  action?: ReactNode;
};

/** A list of what an account has, page by page. */
export function PagesCard<Row extends { id: string }>({
  title,
  columns,
  query,
  emptyTitle,
  emptyBody,
  action,
}: Props<Row>) {
  return (
    <Card>
      <CardHeader actions={action ? { actions: action, hasNoOffset: true } : undefined}>
        <CardTitle component="h2">{title}</CardTitle>
      </CardHeader>
      <CardBody>
        <DataTable
          label={title}
          columns={columns}
          rows={query.data?.pages.flatMap(({ data }) => data)}
          rowKey={({ id }) => id}
          error={query.error}
          onRetry={query.refetch}
          empty={<StateEmpty title={emptyTitle}>{emptyBody}</StateEmpty>}
        />
        <LoadMore query={query} />
      </CardBody>
    </Card>
  );
}
