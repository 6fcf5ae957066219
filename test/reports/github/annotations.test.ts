import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Report, SlaFinding } from '../../../core/report/report.ts'
import { renderGitHubAnnotations } from '../../../reports/github/annotations.ts'
import { goldenFile } from '../../support/golden.ts'
import { anyReport } from '../../support/hostile-reports.ts'
import { SAMPLE_NAMES, SAMPLE_REPORTS } from '../../support/sample-reports.ts'

const OPTIONS = { workspace: '/checkout', policy: { inconclusive: 'skipped' } } as const
const failing = SAMPLE_REPORTS['failing-lab']

function linesOf(report: Report): string[] {
  return renderGitHubAnnotations(report, OPTIONS).split('\n').slice(0, -1)
}

function withFindings(count: number, changes: Partial<SlaFinding> = {}): Report {
  const [finding] = failing.sla as [SlaFinding]
  const sla = Array.from({ length: count }, (_, i) => ({ ...finding, objective: `p${i} < 1s`, ...changes }))
  return { ...failing, sla, alerts: [] }
}

describe('GitHub annotations', () => {
  it.each(SAMPLE_NAMES)('%s is as it was', async (name) => {
    await expect(renderGitHubAnnotations(SAMPLE_REPORTS[name], OPTIONS)).toMatchFileSnapshot(
      goldenFile(`${name}/annotations.txt`),
    )
  })

  it('says nothing of a clean pass', () => {
    expect(renderGitHubAnnotations(SAMPLE_REPORTS['passing-spike'], OPTIONS)).toBe('')
  })

  it('escapes what ends a property or a line', () => {
    const report = withFindings(1, { objective: 'p95 < 1s, 100%: so', reason: 'first % second: third, fourth' })
    expect(linesOf({ ...report, scenario: { ...report.scenario, name: 'lab', file: '/checkout/a,b.yaml' } })).toEqual([
      '::error file=a%2Cb.yaml,title=lab%3A p95 < 1s%2C 100%25%3A so::first %25 second: third, fourth',
    ])
  })

  it('makes what is inconclusive an error where that counts as a failure, and says why', () => {
    const unfit = SAMPLE_REPORTS['inconclusive-unfit']
    const lines = renderGitHubAnnotations(unfit, { ...OPTIONS, policy: { inconclusive: 'failure' } })
      .trimEnd()
      .split('\n')
    expect(lines.length).toBeGreaterThan(0)
    for (const line of lines)
      expect(line).toMatch(/^::error .*Inconclusive counts as a failure here \(--inconclusive fail\)\.$/)
  })

  it('names no file outside the checkout', () => {
    const report = withFindings(1)
    const [line] = linesOf({ ...report, scenario: { ...report.scenario, file: '/elsewhere/lab.yaml' } })
    expect(line).toMatch(/^::error title=/)
  })

  it.each([
    { count: 10, lines: 10, last: /p9 < 1s/ },
    { count: 11, lines: 10, last: /2 more findings::.*p9 < 1s.*p10 < 1s/ },
    { count: 300, lines: 10, last: /291 more findings::/ },
  ])('of $count findings there are $lines lines', ({ count, lines, last }) => {
    const all = linesOf(withFindings(count))
    expect(all).toHaveLength(lines)
    expect(all.at(-1)).toMatch(last)
  })

  it('is at most 10 lines, each one command, whatever the texts are', () => {
    fc.assert(
      fc.property(anyReport, (report) => {
        const lines = linesOf(report)
        expect(lines.length).toBeLessThanOrEqual(10)
        for (const line of lines) expect(line).toMatch(/^::(error|warning) (file=[^:,]*,)?title=[^:,]*::[^\r\n]*$/)
      }),
    )
  })
})
