import { Card, CardBody, CardTitle, Content } from '@patternfly/react-core';
import type { ReactNode } from 'react';
import { Link, type To } from 'react-router-dom';

type Props = {
  title: string;
  value: ReactNode;
  /** Comparison or remark below the number. */
  note?: ReactNode;
  /** Where the rows behind the number are. */
  to?: To;
};

/** One number of a page, with the way to the rows behind it. */
export function StatCard({ title, value, note, to }: Props) {
  return (
    <Card isFullHeight isCompact>
      <CardTitle component="h2">{to ? <Link to={to}>{title}</Link> : title}</CardTitle>
      <CardBody>
        <div className="pf-v6-u-font-size-2xl pf-v6-u-font-weight-bold">{value}</div>
        {note && <Content component="small">{note}</Content>}
      </CardBody>
    </Card>
  );
}
