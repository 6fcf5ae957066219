// The sections of a comparison: what changed in scenario and environment, the objectives, the figures, the curves, the
// alerts.

import { formatShare } from '../../../core/objective.ts'
import type { AlertFinding, Report, SlaFinding } from '../../../core/report.ts'
import { errorFigure, leadingRow } from '../../cross-check-figures.ts'
import { formatCount, formatLatency, formatRate } from '../../figures.ts'
import { intervalFigure, objectiveWithPlace, observedFigure } from '../../sla-figures.ts'
import { renderFigure } from '../page/chart-figure.ts'
import { renderTable } from '../page/data-table.ts'
import { html, type Markup, type MarkupPart } from '../page/markup.ts'
import type { Section } from '../page/section.ts'
import { FINDING_WORDS, renderBadge } from '../page/verdict-mark.ts'
import { percentileTable } from '../sections/percentile-section.ts'
import { changeFigure } from './change-figure.ts'
import type { NamedRun } from './compared-run.ts'
import { comparedPercentiles, comparedTimes, styleOf } from './comparison-charts.ts'
import { type Difference, environmentDifferences, scenarioDifferences } from './differences.ts'

export function changeSection(runs: readonly NamedRun[]): Section {
  const reports = runs.map(({ report }) => report)
  const [scenario, environment] = [scenarioDifferences(reports), environmentDifferences(reports)]
  return {
    id: 'changes',
    heading: 'What changed between the runs?',
    short: 'What changed',
    lede: sameness(runs),
    body: html`${differenceTable('In the scenario', scenario, runs)}${differenceTable('In the environment', environment, runs)}`,
  }
}

/** Said before any figure: whether like is compared with like. */
export function sameness(runs: readonly NamedRun[]): string {
  const reports = runs.map(({ report }) => report)
  const differ = [
    ...counted(scenarioDifferences(reports).length, 'the scenarios'),
    ...counted(environmentDifferences(reports).length, 'the environments'),
  ]
  if (differ.length === 0) return 'Scenario and environment are the same.'
  return `Like is not compared with like: ${differ.join(', ')}. The figures may differ for that alone.`
}

function counted(settings: number, what: string): string[] {
  return settings === 0 ? [] : [`${what} differ in ${settings} ${settings === 1 ? 'setting' : 'settings'}`]
}

function differenceTable(caption: string, rows: readonly Difference[], runs: readonly NamedRun[]): Markup {
  if (rows.length === 0) return html`<p>${caption}: nothing.</p>\n`
  return renderTable({
    caption,
    columns: [{ heading: 'Setting' }, ...runs.map(({ letter }) => ({ heading: letter, words: true }))],
    rows: rows.map(({ path, values }) => [html`<code>${path}</code>`, ...values.map((value) => value ?? '–')]),
  })
}

export function comparedObjectiveSection(runs: readonly NamedRun[]): Section {
  const objectives = [...new Set(runs.flatMap(({ report }) => report.sla.map(objectiveWithPlace)))]
  const findingOf = ({ report }: NamedRun, objective: string) =>
    report.sla.find((finding) => objectiveWithPlace(finding) === objective)
  return {
    id: 'objectives',
    heading: 'Are the objectives met?',
    short: 'Objectives',
    lede: objectives.length === 0 ? 'No run sets an objective.' : null,
    body: renderTable({
      caption: 'The objectives, run by run',
      captionHidden: true,
      columns: [{ heading: 'Objective' }, ...runs.map(({ letter }) => ({ heading: letter, words: true }))],
      rows: objectives.map((objective) => {
        const first = runs[0] && findingOf(runs[0], objective)
        return [
          html`<code>${objective}</code>`,
          ...runs.map((run, i) => findingCell(findingOf(run, objective), first, i)),
        ]
      }),
    }),
  }
}

function findingCell(finding: SlaFinding | undefined, first: SlaFinding | undefined, index: number): MarkupPart {
  if (finding === undefined) return '–'
  const interval = intervalFigure(finding)
  const change = finding.unit === 'seconds' ? changeFigure(finding.observed, first?.observed ?? null, index) : null
  return html`${renderBadge(finding.finding, FINDING_WORDS[finding.finding])}<br>${observedFigure(finding)}${change}${interval === '' ? null : html`<br><span class="row-note">${interval}</span>`}`
}

interface ComparedFigure {
  readonly name: string
  readonly value: (report: Report) => number | null
  readonly format: (value: number | null, report: Report) => string
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
    value: ({ load: { total } }) => (total.offered === 0 ? null : 1 - total.completed / total.offered),
    format: (value) => (value === null ? 'n/a' : formatShare(value)),
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
  { name: 'Generator', value: () => null, format: (_, { generator }) => (generator.fit ? 'fit' : 'not fit') },
]

export function figureSection(runs: readonly NamedRun[]): Section {
  const first = runs[0]?.report
  const unfit = runs.filter(({ report }) => !report.generator.fit).map(({ letter }) => letter)
  return {
    id: 'figures',
    heading: 'How do the figures compare?',
    short: 'Figures',
    lede: unfit.length === 0 ? null : `The generator was not fit in ${unfit.join(', ')}: its latencies prove nothing.`,
    body: renderTable({
      caption: 'The figures, run by run, with the change from the first',
      captionHidden: true,
      columns: [{ heading: 'Figure' }, ...runs.map(({ letter }) => ({ heading: letter }))],
      rows: FIGURES.map(({ name, value, format }) => [
        name,
        ...runs.map(({ report }, i) => {
          const found = value(report)
          return html`${format(found, report)}${changeFigure(found, first === undefined ? null : value(first), i)}`
        }),
      ]),
    }),
  }
}

export function curveSection(runs: readonly NamedRun[]): Section {
  const chart = comparedPercentiles(runs)
  const key = runs.map(({ name, startedAt }, i) => ({ name, style: styleOf(i), meaning: startedAt }))
  return {
    id: 'percentiles',
    heading: 'How slow, for how many?',
    short: 'Percentiles',
    body: html`${
      chart === null
        ? html`<p>No run has a curve to draw.</p>`
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

function timeFigure(runs: readonly NamedRun[], key: readonly { name: string; style: string }[]): Markup {
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

/** Null where no run watched an alert. */
export function comparedAlertSection(runs: readonly NamedRun[]): Section | null {
  const names = [...new Set(runs.flatMap(({ report }) => report.alerts.map(({ name }) => name)))]
  if (names.length === 0) return null
  return {
    id: 'alerts',
    heading: 'What did the alerts do?',
    short: 'Alerts',
    body: renderTable({
      caption: 'The alerts, run by run',
      captionHidden: true,
      columns: [{ heading: 'Alert' }, ...runs.map(({ letter }) => ({ heading: letter, words: true }))],
      rows: names.map((name) => [
        name,
        ...runs.map(({ report }) => alertCell(report.alerts.find((alert) => alert.name === name))),
      ]),
    }),
  }
}

function alertCell(alert: AlertFinding | undefined): MarkupPart {
  if (alert === undefined) return '–'
  const { finding, detectionSeconds, resolutionSeconds, transitions } = alert
  const fired = transitions.some(({ state }) => state === 'firing')
  const parts = [
    fired ? (detectionSeconds === null ? 'fired' : `fired after ${formatLatency(detectionSeconds)}`) : 'did not fire',
    ...(resolutionSeconds === null ? [] : [`reset after ${formatLatency(resolutionSeconds)}`]),
  ]
  return html`${finding === null ? null : html`${renderBadge(finding, FINDING_WORDS[finding])}<br>`}${parts.join(', ')}`
}
