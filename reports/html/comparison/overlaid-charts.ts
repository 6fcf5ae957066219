// The charts of a comparison: percentile curves overlaid, and the exact quantile over time.

import type { PercentileChart, RunStyle, RunsChart, Values } from '../charts/chart-data.ts'
import { timelineChart } from '../charts/timeline-chart.ts'
import type { NamedRun } from './compared-run.ts'

/** Null where no run has a percentile curve. */
export function comparedPercentiles(runs: readonly NamedRun[]): PercentileChart | null {
  const drawn = runs.flatMap(({ details, name, report }, i) => {
    const curve = details.percentiles.curves.find(({ kind }) => kind === 'responseTime')
    const { count, unboundedCount } = report.load.total.responseTime
    return curve === undefined
      ? []
      : [{ name, style: styleOf(i), grid: details.percentiles.quantiles, curve, never: unboundedCount / count }]
  })
  const [longest] = [...drawn].sort((a, b) => b.grid.length - a.grid.length)
  if (longest === undefined || longest.grid.length < 2) return null
  return {
    kind: 'percentiles',
    quantiles: longest.grid,
    curves: drawn.map(({ name, style, grid, curve, never }) => ({
      name,
      style,
      seconds: longest.grid.map((quantile) => valueAt(grid, curve.seconds, quantile)),
      ...(never > 0 ? { unboundedFrom: 1 - never } : {}),
    })),
    limits: [],
  }
}

export function comparedTimes(runs: readonly NamedRun[]): RunsChart {
  const charts = runs.map(({ report, details }) => timelineChart(report, details))
  const ends = [...new Set(charts.flatMap((chart) => chart.ends))].sort((a, b) => a - b)
  return {
    kind: 'runs',
    title: `Exact ${charts[0]?.quantile ?? 'P95'} of the response time`,
    ends,
    runs: charts.map((chart, i) => {
      const exactAt = new Map(chart.ends.map((end, bin) => [end, chart.exact[bin] ?? null]))
      return { name: runs[i]?.name ?? '', style: styleOf(i), seconds: ends.map((end) => exactAt.get(end) ?? null) }
    }),
  }
}

export function styleOf(index: number): RunStyle {
  return `run${index}`
}

/** Interpolates between two points of a curve's own grid, along HdrHistogram's axis. */
function valueAt(grid: readonly number[], seconds: Values, quantile: number): number | null {
  const after = grid.findIndex((own) => own >= quantile)
  if (after < 0) return null
  const [high, low] = [seconds[after] ?? null, seconds[after - 1] ?? null]
  const [from, to] = [grid[after - 1], grid[after] as number]
  if (from === undefined || to === quantile || low === null || high === null) return high
  const position = (q: number) => -Math.log10(1 - q)
  const part = (position(quantile) - position(from)) / (position(to) - position(from))
  return Number((low + (high - low) * part).toPrecision(5))
}
