import {
  Card,
  CardBody,
  CardHeader,
  CardTitle,
  Content,
  ToggleGroup,
  ToggleGroupItem,
} from '@patternfly/react-core';
import { ChartBarIcon, TableIcon } from '@patternfly/react-icons';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';

type Props = {
  /** The finding's subject: "Calls per day". */
  title: string;
  /** What one unit of the axis is: "credits", "tokens". */
  unit: string;
  /** What the reader may choose about the chart, above it. */
  controls?: ReactNode;
  /** The chart itself; colours from `getThemeColors` only. */
  children: ReactNode;
  /** The same numbers as a table. */
  table: ReactNode;
};

/** A chart with title, unit and the table that says the same. */
export function ChartCard({ title, unit, controls, children, table }: Props) {
  const { t } = useTranslation('common');
  const [view, setView] = useState<'chart' | 'table'>('chart');
  const toggle = (
    <ToggleGroup isCompact aria-label={t('chart.view', { title })}>
      <ToggleGroupItem
        icon={<ChartBarIcon />}
        aria-label={t('chart.asChart')}
        isSelected={view === 'chart'}
        onChange={() => setView('chart')}
      />
      <ToggleGroupItem
        icon={<TableIcon />}
        aria-label={t('chart.asTable')}
        isSelected={view === 'table'}
        onChange={() => setView('table')}
      />
    </ToggleGroup>
  );
  return (
    <Card isFullHeight>
      <CardHeader actions={{ actions: toggle, hasNoOffset: true }}>
        <CardTitle component="h2">{title}</CardTitle>
        <Content component="small">{unit}</Content>
      </CardHeader>
      <CardBody>
        {controls}
        {/* Victory places its labels wrongly in a right-to-left parent. */}
        {view === 'chart' ? <div dir="ltr">{children}</div> : table}
      </CardBody>
    </Card>
  );
}
