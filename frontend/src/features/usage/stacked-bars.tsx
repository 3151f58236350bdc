import '@patternfly/patternfly/patternfly-charts.css';
import {
  Chart,
  ChartAxis,
  ChartBar,
  ChartStack,
  ChartThemeColor,
  ChartVoronoiContainer,
} from '@patternfly/react-charts/victory';
import { useEffect, useRef, useState } from 'react';
import { axisTicks } from './axis-ticks.ts';

type Props = {
  title: string;
  description: string;
  /** A label for each bar. */
  bars: string[];
  /** For each colour its name, which others may have too, and a height for each bar. */
  series: { id: string; name: string; heights: number[] }[];
  /** Heights are whole numbers. */
  isCount: boolean;
  formatTick: (height: number) => string;
  formatHeight: (height: number) => string;
};

const height = 300;
const padding = { top: 16, right: 32, bottom: 72, left: 64 };
const labelWidth = 64;
const widestBar = 32;

/** Width of an element in pixels, followed as the window changes. */
function useWidth() {
  const ref = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  useEffect(() => {
    if (!ref.current) return;
    const observer = new ResizeObserver(([entry]) => setWidth(entry?.contentRect.width ?? 0));
    observer.observe(ref.current);
    return () => observer.disconnect();
  }, []);
  return { ref, width };
}

/** Each label in its own direction, within a drawing that is always left to right. */
const isolated = (label: string) => `\u2068${label}\u2069`;

/** The highest stack. */
const highestOf = (series: Props['series'], count: number) =>
  Math.max(
    ...Array.from({ length: count }, (_, bar) =>
      series.reduce((sum, { heights }) => sum + (heights[bar] ?? 0), 0),
    ),
  );

/** Stacked bars with a legend, patterns besides colours, and the amounts of a bar on hover. */
export default function StackedBars({
  title,
  description,
  bars,
  series,
  isCount,
  formatTick,
  formatHeight,
}: Props) {
  const { ref, width } = useWidth();
  // What a legend of more than one line takes besides.
  const [legendExtra, setLegendExtra] = useState(0);
  const room = Math.max(width - padding.left - padding.right, 1);
  const step = Math.ceil(bars.length / Math.max(Math.floor(room / labelWidth), 1));
  // Counted from the end: the newest bar has its label.
  const ticks = bars.map((_, index) => index).filter((index) => (bars.length - 1 - index) % step === 0);
  const ticksOfHeight = axisTicks(highestOf(series, bars.length), isCount);
  const barWidth = Math.min(widestBar, (room / bars.length) * 0.7);
  return (
    <div ref={ref}>
      {width > 0 && (
        <Chart
          ariaTitle={title}
          ariaDesc={description}
          name="usage"
          hasPatterns
          themeColor={ChartThemeColor.multiUnordered}
          height={height + legendExtra}
          width={width}
          padding={{ ...padding, bottom: padding.bottom + legendExtra }}
          domain={{ x: [-0.5, bars.length - 0.5], y: [0, ticksOfHeight.at(-1) ?? 1] }}
          legendData={series.map(({ name }) => ({ name }))}
          legendPosition="bottom-left"
          legendAllowWrap={setLegendExtra}
          containerComponent={
            <ChartVoronoiContainer
              constrainToVisibleArea
              voronoiDimension="x"
              labels={({ datum }: { datum: { name: string; y: number } }) =>
                `${datum.name}: ${formatHeight(datum.y)}`
              }
            />
          }
        >
          <ChartAxis tickValues={ticks} tickFormat={(index: number) => isolated(bars[index] ?? '')} />
          {/* Not crossing: where axes cross, Victory leaves the label out, and that is the zero. */}
          <ChartAxis
            dependentAxis
            showGrid
            crossAxis={false}
            tickValues={ticksOfHeight}
            tickFormat={formatTick}
          />
          <ChartStack>
            {series.map(({ id, name, heights }) => (
              <ChartBar key={id} barWidth={barWidth} data={heights.map((y, x) => ({ name, x, y }))} />
            ))}
          </ChartStack>
        </Chart>
      )}
    </div>
  );
}
