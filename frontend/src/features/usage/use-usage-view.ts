import { useState } from 'react';
import { useFormat } from '../../components/use-format.ts';
import { useUrlFilters } from '../../components/use-url-filters.ts';
import { metrics } from './chart-series.ts';
import { selectionOf } from './period.ts';
import type { By, Call, View } from './queries.ts';

const bys: By[] = ['model', 'key', 'project'];
const outcomes: Call['outcome'][] = ['success', 'error', 'aborted', 'orphaned'];

/** What the URL says about the page: range, filters of the calls, and what the chart shows. */
export function useUsageView() {
  const { timeZone } = useFormat();
  const [openedAtMs] = useState(Date.now);
  const range = useUrlFilters(['range', 'from', 'to']);
  const filters = useUrlFilters(['modelId', 'keyId', 'outcome']);
  const chart = useUrlFilters(['show', 'by']);
  const { modelId, keyId, outcome } = filters.values;
  const view: View = {
    selection: selectionOf(range.values, timeZone, openedAtMs),
    timeZone,
    filters: {
      ...(modelId && { modelId }),
      ...(keyId && { keyId }),
      ...(outcome && { outcome: outcomes.find((known) => known === outcome) }),
    },
  };
  return {
    view,
    range,
    filters,
    chart,
    by: bys.find((by) => by === chart.values.by) ?? 'model',
    metric: metrics.find((metric) => metric === chart.values.show) ?? 'credits',
  };
}

export type UsageView = ReturnType<typeof useUsageView>;
