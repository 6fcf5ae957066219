// The key figures, run by run, with the change from the first run.

import type { Report } from '../../../core/report/report.ts'
import { formatRate } from '../../../core/text/figures/rate.ts'
import { formatShare } from '../../../core/text/figures/share.ts'
import { listed } from '../../../core/text/plural.ts'
import { errorFigure, leadingRow } from '../../figures/cross-check-figures.ts'
import { formatCount, formatLatency } from '../../figures/figures.ts'
import { generatorState } from '../../figures/generator-state.ts'
import { html } from '../page/markup.ts'
import type { Section } from '../page/section.ts'
import { renderTable } from '../page/table.ts'
import type { NamedRun } from './compared-run.ts'
import { relativeChange } from './relative-change.ts'

interface ComparedFigure {
  readonly name: string
  readonly value: (report: Report) => number | null
  readonly format: (value: number | null, report: Report) => string
  /** Shown where it holds of a run. Default: always. */
  readonly isShown?: (report: Report) => boolean
}

const latency = (key: 'p50' | 'p95' | 'p99'): ComparedFigure => ({
  name: `Exact ${key.toUpperCase()}`,
  value: ({ load }) => load.total.responseTime[key],
  format: (value, { load }) => formatLatency(value, load.total.responseTime.unboundedCount > 0),
})

const FIGURES: readonly ComparedFigure[] = [
  { name: 'Offered rate', value: ({ load }) => load.total.offeredRate, format: (value) => formatRate(value ?? 0) },
  { name: 'Achieved rate', value: ({ load }) => load.total.achievedRate, format: (value) => formatRate(value ?? 0) },
  { name: 'Requests', value: ({ load }) => load.total.offered, format: (value) => formatCount(value ?? 0) },
  {
    name: 'Not answered as expected',
    value: ({ load: { total } }) =>
      total.offered === total.lost ? null : 1 - total.completed / (total.offered - total.lost),
    format: (value) => (value === null ? 'n/a' : formatShare(value)),
  },
  {
    name: 'Lost with a generator',
    value: ({ load }) => load.total.lost,
    format: (value) => formatCount(value ?? 0),
    isShown: ({ load }) => load.total.lost > 0,
  },
  latency('p50'),
  latency('p95'),
  latency('p99'),
  {
    name: 'Estimated P95',
    value: ({ crossCheck }) => leadingRow(crossCheck)?.estimate ?? null,
    format: (value) => formatLatency(value),
  },
  {
    name: 'Error of the estimate',
    value: () => null,
    format: (_, { crossCheck }) => {
      const row = leadingRow(crossCheck)
      return row === undefined ? 'n/a' : errorFigure(row)
    },
  },
  {
    name: 'Generator',
    value: () => null,
    format: (_, { generator }) => generatorState(generator),
  },
]

export function figuresByRun(runs: readonly NamedRun[]): Section {
  const first = runs[0]?.report
  const unfit = runs.flatMap(({ letter, report: { generator } }) =>
    generator.fit ? [] : [`${generatorState(generator)} in ${letter}`],
  )
  return {
    id: 'figures',
    heading: 'How do the figures compare?',
    short: 'Figures',
    lede:
      unfit.length === 0
        ? null
        : `The generator was ${listed(unfit)}: what such a run measured proves nothing of a difference.`,
    body: renderTable({
      caption: 'The key figures, run by run, with the change from the first run',
      captionHidden: true,
      columns: [{ heading: 'Figure' }, ...runs.map(({ letter }) => ({ heading: letter }))],
      rows: FIGURES.filter(({ isShown = () => true }) => runs.some(({ report }) => isShown(report))).map(
        ({ name, value, format }) => [
          name,
          ...runs.map(({ report }, i) => {
            const found = value(report)
            return html`${format(found, report)}${relativeChange(found, first === undefined ? null : value(first), i)}`
          }),
        ],
      ),
    }),
  }
}
