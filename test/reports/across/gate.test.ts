// What a gate adds to a report, in every writer.

import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, it } from 'vitest'
import { runDifferences } from '../../../analysis/baseline/run-differences.ts'
import { reportJsonSchema } from '../../../core/report/schema/report-schema.ts'
import { renderGitHubAnnotations } from '../../../reports/github/annotations.ts'
import { renderJUnit } from '../../../reports/junit/junit.ts'
import { renderMarkdown } from '../../../reports/markdown/report-markdown.ts'
import { renderComparison } from '../../../reports/terminal/comparison.ts'
import { renderHistory } from '../../../reports/terminal/history.ts'
import { renderTerminalSummary } from '../../../reports/terminal/summary/summary.ts'
import { displayWidth } from '../../../reports/terminal/text/display-width.ts'
import { GATE_NAMES, GATE_REPORTS } from '../../support/gate-reports.ts'
import { goldenFile } from '../../support/golden.ts'
import { parseXml } from '../../support/parse-xml.ts'
import { HOSTILE_TEXT, SAMPLE_NAMES, SAMPLE_REPORTS } from '../../support/sample-reports.ts'

const validate = new Ajv2020({ validateFormats: false, allErrors: true }).compile(reportJsonSchema())

const WRITERS = {
  'summary-80.txt': (report) => renderTerminalSummary(report, { width: 80, color: false }),
  'summary-40.txt': (report) => renderTerminalSummary(report, { width: 40, color: false }),
  'report.md': renderMarkdown,
  'junit.xml': (report) => renderJUnit(report),
  'annotations.txt': (report) =>
    renderGitHubAnnotations(report, { workspace: '/checkout', policy: { inconclusive: 'skipped' } }),
} satisfies Record<string, (report: (typeof GATE_REPORTS)[keyof typeof GATE_REPORTS]) => string>

const cases = GATE_NAMES.flatMap((name) => Object.entries(WRITERS).map(([file, write]) => ({ name, file, write })))

describe('reports with a baseline, of several runs, and aborted', () => {
  it.each(cases)('$name/$file is as it was', async ({ name, file, write }) => {
    await expect(write(GATE_REPORTS[name])).toMatchFileSnapshot(goldenFile(`${name}/${file}`))
  })

  it.each(GATE_NAMES)('%s is valid against the published schema', (name) => {
    expect(validate(JSON.parse(JSON.stringify(GATE_REPORTS[name]))), JSON.stringify(validate.errors)).toBe(true)
  })

  it('has a test case for each quantile that was judged against the baseline', () => {
    const [suite] = parseXml(renderJUnit(GATE_REPORTS['gate-regressed'])).children
    const found = (suite?.children ?? []).filter(({ attributes }) => attributes.classname === 'spike.baseline')
    expect(found.map(({ attributes, children }) => [attributes.name, children[0]?.name])).toEqual([
      ['p50 no slower than the baseline', undefined],
      ['p95 no slower than the baseline', 'failure'],
    ])
  })
})

const ALL = [...SAMPLE_NAMES.map((name) => SAMPLE_REPORTS[name]), ...GATE_NAMES.map((name) => GATE_REPORTS[name])]
const HISTORY = { scenarioName: HOSTILE_TEXT, reports: ALL, unreadable: ['reports/runs/spike/2026-11-01T00-00-00Z'] }
const [first, ...others] = ALL as [(typeof ALL)[number], ...typeof ALL]
const COMPARISON = { reports: [first, ...others], differences: others.map((report) => runDifferences(first, report)) }

describe('history and comparison', () => {
  it.each([40, 80, 120])('are as they were at %i columns, and no wider', async (width) => {
    const history = renderHistory(HISTORY, { width, color: false })
    const comparison = renderComparison(COMPARISON, { width, color: false })
    await expect(history).toMatchFileSnapshot(goldenFile(`gate/history-${width}.txt`))
    await expect(comparison).toMatchFileSnapshot(goldenFile(`gate/comparison-${width}.txt`))
    for (const line of `${history}${comparison}`.split('\n')) expect(displayWidth(line)).toBeLessThanOrEqual(width)
  })
})
