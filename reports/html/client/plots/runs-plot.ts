// One quantile of several runs over time, each run from its own start.

import uPlot from 'uplot'
import { formatClock, formatLatency } from '../../../figures/figures.ts'
import type { RunsChart } from '../../charts/chart-data.ts'
import { highestValue } from '../../charts/values.ts'
import { latencyAxis, latencyScale, type ScaleKind, suitableScale } from '../axis/latency-axis.ts'
import { timeAxis } from '../axis/time-axis.ts'
import { KeyValues } from '../controls/key-values.ts'
import { attachKeyboardCursor } from '../controls/keyboard-cursor.ts'
import { createScaleChoice } from '../controls/radio-group.ts'
import { curveStyle } from '../theme/line-styles.ts'
import { createPanel } from './panel.ts'
import type { Draw, PlotSurface } from './plot-host.ts'

export function drawRunsChart(chart: RunsChart): Draw {
  let chosen: ScaleKind | undefined
  return (surface) => {
    const kind = chosen ?? suitableScale(chart.runs.flatMap(({ seconds }) => seconds))
    const scaleChoice = createScaleChoice(kind, (value) => {
      chosen = value
      surface.redraw()
    })
    const panel = createPanel(chart.title, kind === 'linear' ? 'from zero' : 'logarithmic', scaleChoice)
    surface.host.append(panel.element)
    const plot = runsPlot(chart, surface, kind, panel.plot)
    const release = withReadings(plot, chart, surface.host)
    return {
      destroy() {
        release()
        plot.destroy()
      },
    }
  }
}

function runsPlot(
  { ends, runs }: RunsChart,
  { width, palette }: PlotSurface,
  kind: ScaleKind,
  host: HTMLElement,
): uPlot {
  const options: uPlot.Options = {
    width,
    height: Math.round(Math.min(420, Math.max(260, width * 0.34))),
    padding: [10, 22, 0, 0],
    legend: { show: false },
    series: [
      {},
      ...runs.map(({ style }): uPlot.Series => {
        const { color, width: lineWidth, dash } = curveStyle(style)
        return { stroke: palette[color], width: lineWidth, dash, spanGaps: false, points: { show: false } }
      }),
    ],
    scales: {
      x: { time: false },
      y: latencyScale(
        kind,
        runs.flatMap(({ seconds }) => seconds),
      ),
    },
    axes: [timeAxis(palette, true), latencyAxis({ palette, size: 56, kind })],
    cursor: { y: false, drag: { x: true, y: false }, points: { size: 8, width: 2, fill: palette.surface } },
  }
  return new uPlot(options, [ends as number[], ...runs.map(({ seconds }) => seconds as (number | null)[])], host)
}

function withReadings(plot: uPlot, { ends, runs }: RunsChart, host: HTMLElement): () => void {
  const key = new KeyValues(host)
  const show = () => {
    const index = (plot.cursor.left ?? -1) >= 0 ? (plot.cursor.idx ?? null) : null
    if (index === null)
      return key.show(
        'Highest of each run',
        readings(runs, ({ seconds }) => highestValue(seconds)),
      )
    return key.show(
      `At ${formatClock(ends[index] ?? 0)}`,
      readings(runs, ({ seconds }) => seconds[index] ?? null),
    )
  }
  plot.hooks.setCursor = [...(plot.hooks.setCursor ?? []), show]
  show()
  const describe = (index: number) =>
    [
      formatClock(ends[index] ?? 0),
      ...runs.map(({ name, seconds }) => `${name} ${formatLatency(seconds[index] ?? null)}`),
    ].join(', ')
  return attachKeyboardCursor({ host, plots: [plot], describe })
}

type Run = RunsChart['runs'][number]

function readings(runs: readonly Run[], value: (run: Run) => number | null): Record<string, string> {
  return Object.fromEntries(runs.map((run) => [run.style, formatLatency(value(run))]))
}
