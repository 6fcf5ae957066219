// The curves of all runs, overlaid: latency by percentile, and the exact quantile over time.

import { formatLatency } from '../../figures/figures.ts'
import { type KeyEntry, renderFigure } from '../page/figure.ts'
import { html, type Markup } from '../page/markup.ts'
import type { Section } from '../page/section.ts'
import { percentileTable } from '../report/percentile-section.ts'
import type { NamedRun } from './compared-run.ts'
import { comparedPercentiles, comparedTimes, styleOf } from './overlaid-charts.ts'

export function curvesByRun(runs: readonly NamedRun[]): Section {
  const chart = comparedPercentiles(runs)
  const key = runs.map(({ name, startedAt }, i) => ({ name, style: styleOf(i), meaning: startedAt }))
  return {
    id: 'percentiles',
    heading: 'How slow, for how many?',
    short: 'Percentiles',
    body: html`${
      chart === null
        ? html`<p>No run has a percentile curve.</p>`
        : renderFigure({
            id: 'chart-percentiles',
            title: 'Response time by percentile',
            axes: 'Each step to the right is ten times rarer: 1 in 10, 1 in 100, 1 in 1,000.',
            key,
            summary: `Response time by percentile of ${runs.map(({ name }) => name).join('; ')}.`,
            table: percentileTable(chart),
          })
    }${timeFigure(runs, key)}`,
  }
}

function timeFigure(runs: readonly NamedRun[], key: readonly KeyEntry[]): Markup {
  const chart = comparedTimes(runs)
  return renderFigure({
    id: 'chart-runs',
    title: `${chart.title} over time`,
    axes: 'Time since the first phase of each run began (min:s)',
    key,
    summary: `${chart.title} over time of ${runs.map(({ name }) => name).join('; ')}.`,
    table: {
      caption: `${chart.title} over time`,
      columns: [{ heading: 'Phase' }, ...runs.map(({ letter }) => ({ heading: `P95 in ${letter}` }))],
      rows: phaseNames(runs).map((name) => [
        name,
        ...runs.map(({ report }) => {
          const phase = report.load.phases.find((one) => one.name === name)
          return phase === undefined
            ? '–'
            : formatLatency(phase.responseTime.p95, phase.responseTime.unboundedCount > 0)
        }),
      ]),
    },
  })
}

function phaseNames(runs: readonly NamedRun[]): string[] {
  return [...new Set(runs.flatMap(({ report }) => report.load.phases.map(({ name }) => name)))]
}
