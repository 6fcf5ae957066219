import { describe, expect, it } from 'vitest'
import { namedRuns } from '../../../../reports/html/comparison/compared-run.ts'
import { renderComparisonPage } from '../../../../reports/html/comparison/comparison-page.ts'
import { comparedPercentiles } from '../../../../reports/html/comparison/overlaid-charts.ts'
import { hostileRun, NO_DETAILS, sampleRun } from '../../../support/sample-runs.ts'
import { singleGenerators } from '../../../support/single-generators.ts'

const lab = sampleRun('lab')
const spike = sampleRun('spike')

function textOf(page: string): string {
  const [, body = ''] = /<main[^>]*>([\s\S]*)<\/main>/.exec(page) ?? []
  return body.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ')
}

describe('renderComparisonPage', () => {
  it('shows objectives and figures side by side, with the change from the first run', () => {
    const text = textOf(renderComparisonPage([lab, spike]))
    expect(text).toContain('2 runs of lab, spike')
    expect(text).toMatch(/p95 &lt; 1s not met 2s 2s to 2s –/)
    expect(text).toMatch(/Exact P50 502ms 509ms \+1\.3% Exact P95 2s 7s \+249%/)
    expect(text).toMatch(/HighLatency95thPercentile met fired after 31s met fired after 33s, resolved after 59s/)
  })

  it('says at the top whether the runs were made under the same conditions', () => {
    expect(textOf(renderComparisonPage([lab, lab]))).toContain('Scenario and environment are the same.')
    const other = { ...lab, report: { ...lab.report, run: { ...lab.report.run, cpuCount: 64 } } }
    const text = textOf(renderComparisonPage([lab, other]))
    expect(text).toContain('The runs were not made under the same conditions: the environments differ in 1 setting.')
    expect(text).toContain(
      `In the scenario: nothing. In the environment Setting A B cpu count ${lab.report.run.cpuCount} 64`,
    )
  })

  it('says which run lost a generator, how many requests that took, and where its generators were', () => {
    expect(textOf(renderComparisonPage([lab, lab]))).not.toMatch(/[Ll]ost with/)
    const { load, generator } = lab.report
    const lost = {
      ...lab.report,
      load: { ...load, total: { ...load.total, lost: 40 } },
      generator: { ...generator, fit: false, lost: 1, generators: singleGenerators(2, 'elsewhere') },
    }
    const text = textOf(renderComparisonPage([lab, { ...lab, report: lost }]))
    expect(text).toContain('The generator was lost in B: what such a run measured proves nothing of a difference.')
    expect(text).toMatch(/Lost with a generator 0 40/)
    expect(text).toContain('generators threads of one process joined from other hosts')
  })

  it('accepts 30 runs without curves', () => {
    const page = renderComparisonPage(Array.from({ length: 30 }, () => ({ ...lab, details: NO_DETAILS })))
    expect(textOf(page)).toContain('D2 lab')
    expect(textOf(page)).toContain('No run has a percentile curve.')
    expect(page.length).toBeLessThan(1_500_000)
  })

  it('rejects a single run', () => {
    expect(() => renderComparisonPage([lab])).toThrow('expected at least two runs to compare, got 1')
  })

  it('escapes scripts in texts from outside', () => {
    const page = renderComparisonPage([hostileRun(), hostileRun()])
    expect(page).not.toContain('<script>alert')
    expect(page.match(/<script/g)).toHaveLength(2)
  })
})

describe('comparedPercentiles', () => {
  it('reads curves of different length at the same quantiles', () => {
    const chart = comparedPercentiles(namedRuns([lab, spike]))
    const at = chart?.quantiles.indexOf(0.95) ?? -1
    expect(chart?.curves.map(({ name }) => name)).toEqual(['A lab', 'B spike'])
    expect(chart?.curves[0]?.seconds[at]).toBeCloseTo(lab.report.load.total.responseTime.p95 as number, 2)
    expect(chart?.curves[1]?.seconds[at]).toBeCloseTo(spike.report.load.total.responseTime.p95 as number, 2)
  })
})
