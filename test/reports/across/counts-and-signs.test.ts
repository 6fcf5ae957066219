// What people read has no `1 requests` and no hyphen for a minus sign, whichever writer wrote it.

import { describe, expect, it } from 'vitest'
import { runDifferences } from '../../../analysis/baseline/run-differences.ts'
import type { Report } from '../../../core/report/report.ts'
import type { ReportDetails } from '../../../core/report/report-details.ts'
import { renderGitHubAnnotations } from '../../../reports/github/annotations.ts'
import { renderComparisonPage } from '../../../reports/html/comparison/comparison-page.ts'
import { renderReportPage } from '../../../reports/html/report/report-page.ts'
import { renderJUnit } from '../../../reports/junit/junit.ts'
import { renderLayoutsMarkdown } from '../../../reports/markdown/layouts-markdown.ts'
import { renderMarkdown } from '../../../reports/markdown/report-markdown.ts'
import { renderLayouts } from '../../../reports/terminal/bucket-layouts/layouts.ts'
import { renderComparison } from '../../../reports/terminal/comparison.ts'
import { renderHistory } from '../../../reports/terminal/history.ts'
import { renderLiveView, renderProgressLine } from '../../../reports/terminal/live/live-view.ts'
import { renderTerminalSummary } from '../../../reports/terminal/summary/summary.ts'
import { GATE_NAMES, GATE_REPORTS } from '../../support/gate-reports.ts'
import { SAMPLE_LAYOUT_NAMES, SAMPLE_LAYOUTS } from '../../support/sample-layouts.ts'
import { SPIKING } from '../../support/sample-live-state.ts'
import { SAMPLE_NAMES, SAMPLE_REPORTS } from '../../support/sample-reports.ts'
import { DOUBTED_NAMES, NO_DETAILS, RUN_NAMES, sampleRun } from '../../support/sample-runs.ts'

interface Sample {
  readonly report: Report
  readonly details: ReportDetails
}

const TERMINAL = { width: 120, color: false }

/** The counts of each part; all else that is a whole number is a time, a seed or a bound. */
const COUNTS = new Set(
  `offered completed errors timeouts neverSent unfinished interrupted count unboundedCount backlogMax inFlightMax workers
  succeeded failed resets clientAnswered serverObserved serverExact cpuCount judged observations`.split(/\s+/),
)

/** Every count is 1. */
function withOnes<Data>(data: Data): Data {
  return onesIn(data, '') as Data
}

function onesIn(value: unknown, key: string): unknown {
  if (typeof value === 'number') return COUNTS.has(key) && value > 0 ? 1 : value
  if (Array.isArray(value)) return value.map((item) => onesIn(item, key))
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      name,
      key === 'errorKinds' || key.endsWith('tatusCodes') ? 1 : onesIn(inner, name),
    ]),
  )
}

const SAMPLES: readonly Sample[] = [
  ...SAMPLE_NAMES.filter((name) => name !== 'hostile-names').map((name) => ({
    report: SAMPLE_REPORTS[name],
    details: NO_DETAILS,
  })),
  ...GATE_NAMES.map((name) => ({ report: GATE_REPORTS[name], details: NO_DETAILS })),
  ...[...RUN_NAMES, ...DOUBTED_NAMES].map(sampleRun),
]
const ONES = SAMPLES.map(({ report, details }) => ({ report: withOnes(report), details }))

function readable(html: string): string {
  return html.replace(/<(script|style|svg)\b[\s\S]*?<\/\1>/g, ' ').replace(/<\/?(?:span|code)\b[^>]*>/g, '')
}

const OUTPUTS: Readonly<Record<string, (sample: Sample) => string>> = {
  terminal: ({ report }) => renderTerminalSummary(report, TERMINAL),
  Markdown: ({ report }) => renderMarkdown(report),
  HTML: ({ report, details }) => readable(renderReportPage(report, details)),
  JUnit: ({ report }) => renderJUnit(report).replace(/ (?:name|time|timestamp|tests|failures|skipped)="[^"]*"/g, ''),
  annotations: ({ report }) => renderGitHubAnnotations(report, { workspace: '/', policy: { inconclusive: 'failure' } }),
  history: ({ report }) => renderHistory({ scenarioName: 'a', reports: [report], unreadable: [] }, TERMINAL),
  comparison: ({ report }) =>
    renderComparison({ reports: [report, report], differences: [runDifferences(report, report)] }, TERMINAL),
  'comparison page': (sample) => readable(renderComparisonPage([sample, sample])),
}

/** `1 requests`; a word that is its own plural, or no plural, is none. */
const PLURAL_OF_ONE = /(?<![\d.,/:])1 (?:more )?(?!series\b|status\b|process\b|less\b|is\b|was\b)[a-z]+s\b/g
const HYPHEN_FOR_MINUS = /(?<![\w.:/=-])-\d+(?:\.\d+)?(?:[µm]?s|%)/g

describe.each(Object.keys(OUTPUTS))('%s', (name) => {
  const texts = [...SAMPLES, ...ONES].map((sample) => OUTPUTS[name]?.(sample) ?? '')

  it('writes one of anything in the singular', () => {
    expect(texts.flatMap((text) => text.match(PLURAL_OF_ONE) ?? [])).toEqual([])
  })

  it('writes a minus sign, not a hyphen', () => {
    expect(texts.flatMap((text) => text.match(HYPHEN_FOR_MINUS) ?? [])).toEqual([])
  })
})

describe('what is no report', () => {
  const layouts = SAMPLE_LAYOUT_NAMES.flatMap((name) => {
    const compared = SAMPLE_LAYOUTS[name]
    return [compared, withOnes(compared)].flatMap((each) => [
      renderLayouts(each, TERMINAL, ['layouts.json']),
      renderLayoutsMarkdown(each),
    ])
  })
  const totals = { offered: 1, completed: 1, errors: 1, timeouts: 1, neverSent: 1, inFlight: 1 }
  const live = [SPIKING, { ...SPIKING, totals }].flatMap((state) => [
    ...renderLiveView(state, TERMINAL),
    renderProgressLine(state),
  ])

  it.each([
    ['layouts', layouts],
    ['progress', live],
  ])('%s are written the same way', (_, texts) => {
    expect(
      texts.flatMap((text) => [...(text.match(PLURAL_OF_ONE) ?? []), ...(text.match(HYPHEN_FOR_MINUS) ?? [])]),
    ).toEqual([])
  })
})
