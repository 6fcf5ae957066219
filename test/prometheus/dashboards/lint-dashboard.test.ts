import { describe, expect, it } from 'vitest'
import { lintDashboard } from '../../../prometheus/dashboards/lint-dashboard.ts'
import { readDashboard } from '../../../prometheus/dashboards/read-dashboard.ts'

const KNOWN = {
  scrapeIntervalSeconds: 15,
  bounds: new Map([
    ['x_seconds', [0.1, 1, 5]],
    ['y_milliseconds', [100, 2500]],
    ['sizes', [10, 20]],
  ]),
}

function of(expr: string, panel: Readonly<Record<string, unknown>> = {}, context = KNOWN) {
  const dashboard = readDashboard({ panels: [{ title: 'P95', targets: [{ refId: 'A', expr }], ...panel }] })
  const { findings, ...rest } = lintDashboard(dashboard, context)
  return { ...rest, findings: findings.map(({ panel, severity, sentence }) => `${panel} ${severity}: ${sentence}`) }
}

const withThreshold = (value: number) => ({ fieldConfig: { defaults: { thresholds: { steps: [{ value }] } } } })

describe('a panel with histogram_quantile', () => {
  it.each([
    [
      'seconds',
      'histogram_quantile(0.95, sum by (le) (rate(x_seconds_bucket{job=~"$job"}[$__rate_interval])))',
      'this line cannot exceed 5s, the largest finite bound of x_seconds: what is slower looks as if it took 5s',
    ],
    [
      'another unit',
      'histogram_quantile($q, sum by (le) (rate(y_milliseconds_bucket[$__rate_interval])))',
      'this line cannot exceed 2.5s, the largest finite bound of y_milliseconds: what is slower looks as if it took 2.5s',
    ],
    [
      'no known unit',
      'histogram_quantile(0.95, sum by (le) (rate(sizes_bucket[5m])))',
      'this line cannot exceed 20, the largest finite bound of sizes: what is slower looks as if it took 20',
    ],
  ])('is told its ceiling: %s', (_, expr, sentence) => {
    const { findings, quantilePanels, unknownBounds } = of(expr)
    expect([findings, quantilePanels, unknownBounds]).toEqual([[`P95 (A) note: ${sentence}`], 1, []])
  })

  it('says which bounds it needs', () => {
    const { findings, unknownBounds } = of('histogram_quantile(0.9, sum by (le) (rate(z_seconds_bucket[5m])))')
    expect([findings, unknownBounds]).toEqual([[], ['z_seconds']])
  })

  it('says where a variable names the histogram', () => {
    const { findings, unknownBounds } = of(`histogram_quantile(0.9, sum by (le) (rate($${'{m}'}_bucket[5m])))`)
    expect(unknownBounds).toEqual([])
    expect(findings).toEqual([expect.stringContaining('a variable without a current value names its histogram')])
  })

  it('has none of a native histogram', () => {
    expect(of('histogram_quantile(0.9, sum(rate(x_seconds[$__rate_interval])))').findings).toEqual([
      'P95 (A) note: reads the native histogram x_seconds, which has no bounds, so that its line has no ceiling',
    ])
  })

  it.each(['95', '-1', 'NaN'])('has none of a quantile of %s, of which its mistake alone is told', (quantile) => {
    const expr = `histogram_quantile(${quantile}, sum by (le) (rate(x_seconds_bucket[5m])))`
    expect(of(expr, withThreshold(8000)).findings).toEqual([
      expect.stringMatching(/error: histogram_quantile takes a quantile from 0 to 1/),
    ])
  })

  const scaled = '1000 * histogram_quantile(0.95, sum by (le) (rate(x_seconds_bucket[5m])))'

  it('is told a threshold above it, by what the panel draws', () => {
    expect(of(scaled, withThreshold(8000)).findings).toContain(
      'P95 (A) warning: its threshold 8000 can never be passed: the line ends at 5000',
    )
    expect(of(scaled, withThreshold(4000)).findings).toHaveLength(1)
  })

  it.each([
    [
      'lost bounds',
      'histogram_quantile(0.95, sum(rate(x_seconds_bucket[5m])))',
      /error: .*leaves out le.*: nothing is ever drawn/,
    ],
    ['a percentage', 'histogram_quantile(95, sum by (le) (rate(x_seconds_bucket[5m])))', /error: .*did you mean 0\.95/],
    ['an average', 'avg(histogram_quantile(0.9, rate(x_seconds_bucket[5m])))', /warning: .*average of quantiles/],
    [
      'too short a range',
      'histogram_quantile(0.9, rate(x_seconds_bucket[10s]))',
      /error: rate over 10s needs two samples/,
    ],
  ])('is told other mistakes: %s', (_, expr, sentence) => {
    expect(of(expr).findings).toContainEqual(expect.stringMatching(sentence))
  })

  it('that cannot be read is named with the part', () => {
    expect(of('histogram_quantile(0.95, sum by (le) (rat(x_seconds_bucket[5m])))').findings).toEqual([
      expect.stringMatching(/^P95 \(A\) warning: not read, because of `rat`: unknown function/),
    ])
  })
})

it('a panel of the library is named', () => {
  const dashboard = readDashboard({ panels: [{ title: 'P95', libraryPanel: { uid: 'u', name: 'Lib' } }] })
  expect(lintDashboard(dashboard, KNOWN).findings).toMatchObject([
    {
      panel: 'P95',
      query: null,
      severity: 'note',
      sentence: expect.stringMatching(/^shows the library panel Lib/),
    },
  ])
})

it('a panel without quantiles is left alone', () => {
  expect(of('sum(rate(x_seconds_count[5m]))')).toEqual({ findings: [], quantilePanels: 0, unknownBounds: [] })
})
