// What every writer says of a run of several requests.

import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, it } from 'vitest'
import { runDifferences } from '../../../analysis/baseline/run-differences.ts'
import type { Report } from '../../../core/report/report.ts'
import { reportJsonSchema } from '../../../core/report/schema/report-schema.ts'
import { renderComparisonPage } from '../../../reports/html/comparison/comparison-page.ts'
import { renderReportPage } from '../../../reports/html/report/report-page.ts'
import { renderJson } from '../../../reports/json/report-json.ts'
import { renderJUnit } from '../../../reports/junit/junit.ts'
import { renderMarkdown } from '../../../reports/markdown/report-markdown.ts'
import { renderComparison } from '../../../reports/terminal/comparison.ts'
import { renderTerminalSummary } from '../../../reports/terminal/summary/summary.ts'
import { displayWidth } from '../../../reports/terminal/text/display-width.ts'
import { goldenFile } from '../../support/golden.ts'
import { mixedRun } from '../../support/mixed-run.ts'
import { parseXml } from '../../support/parse-xml.ts'
import { SAMPLE_REPORTS } from '../../support/sample-reports.ts'

const { report, details } = mixedRun()
const requests = report.load.requests ?? []

/** The same run without the checkout. */
const without: Report = {
  ...report,
  load: { ...report.load, requests: requests.filter(({ name }) => name !== 'checkout') },
  sla: report.sla.filter(({ request }) => request !== 'checkout'),
}

describe('a run of several requests', () => {
  it.each([40, 80, 120])('is summed up at %i columns as it was', async (width) => {
    const text = renderTerminalSummary(report, { width, color: false })
    for (const line of text.split('\n')) expect(displayWidth(line)).toBeLessThanOrEqual(width)
    await expect(text).toMatchFileSnapshot(goldenFile(`requests/summary-${width}.txt`))
  })

  it('is written as Markdown as it was', async () => {
    await expect(renderMarkdown(report)).toMatchFileSnapshot(goldenFile('requests/report.md'))
  })

  it('has a section of its own on the page', async () => {
    const [section = ''] = /<section id="requests"[\s\S]*?<\/section>/.exec(renderReportPage(report, details)) ?? []
    await expect(section).toMatchFileSnapshot(goldenFile('requests/section.html'))
  })

  it('is valid against the published schema', () => {
    const validate = new Ajv2020({ validateFormats: false, allErrors: true }).compile(reportJsonSchema())
    expect(validate(JSON.parse(renderJson(report))), JSON.stringify(validate.errors)).toBe(true)
  })

  it('has a test case for each objective, with its request', () => {
    const [suite] = parseXml(renderJUnit(report)).children
    const names = (suite?.children ?? []).flatMap(({ attributes }) =>
      attributes.classname === 'shop.sla' ? [attributes.name] : [],
    )
    expect(names).toEqual([
      'p95 < 500ms',
      'p95 < 50ms for browse',
      'errors < 0.5% for login',
      'p95 < 1s for checkout during steady',
      'under 2s > 90% for checkout',
      'p95 < 1s for refund',
    ])
  })

  it('says nothing of requests where there is one', () => {
    const one: Report = { ...report, load: { ...report.load, requests: requests.slice(0, 1) }, routes: [] }
    expect(renderTerminalSummary(one, { width: 80, color: false })).not.toContain('\nRequests')
    expect(renderMarkdown(one)).not.toContain('Request, measured phases')
    expect(renderReportPage(one, details)).not.toContain('id="requests"')
  })
})

describe('runs of several requests side by side', () => {
  it('have a row for each request, also where a run has none of that name', async () => {
    const reports = [report, without, SAMPLE_REPORTS['failing-lab']]
    const differences = reports.slice(1).map((other) => runDifferences(report, other))
    const text = renderComparison({ reports, differences }, { width: 100, color: false })
    expect(text.split('\n').find((line) => line.includes('P95 of checkout'))).toMatch(/not sent +not known$/)
    expect(text.split('\n').find((line) => line.includes('under 2s > 90% for checkout'))).toMatch(/not set +not set$/)
    await expect(text).toMatchFileSnapshot(goldenFile('requests/comparison-100.txt'))
  })

  it('have a section on the page', () => {
    const runs = [report, without].map((each) => ({ report: each, details }))
    const [section = ''] = /<section id="requests"[\s\S]*?<\/section>/.exec(renderComparisonPage(runs)) ?? []
    expect(section.match(/<th scope="row">(.*?)<\/th>/g)).toHaveLength(4)
    expect(section).toContain('<th scope="row">checkout</th>')
    expect(section).toContain('<td class="figure">not sent</td>')
  })
})
