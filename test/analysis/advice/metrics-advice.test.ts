import { expect, it } from 'vitest'
import { advise } from '../../../analysis/advice/advise.ts'
import type { Report } from '../../../core/report/report.ts'
import { SAMPLE_REPORTS } from '../../support/sample-reports.ts'

const spike: Report = SAMPLE_REPORTS['passing-spike']
const populations = { ...spike.populations!, serverObserved: 1800, serverExact: 1800 }
const [row] = spike.crossCheck
const apart = { ...row!, quantile: 0.95, insideBucket: false, bucket: { lower: 0.1, upper: 0.2 }, exactServer: 0.4 }

const METRIC = spike.server!.metric

it.each([
  [
    'no bound to estimate by',
    [{ le: '+Inf' as const, count: 1800 }],
    'bound',
    'Give the histogram bounds, the limits of the scenario among them, so that quantiles can be estimated.',
  ],
  [
    'bounds that make no sense',
    spike.server!.buckets,
    'metrics',
    'Mend what the service publishes as its histogram: no quantile could be estimated from it.',
  ],
])('says what to do where a histogram has %s', (explanation, buckets, kind, action) => {
  const crossCheck = [{ ...row!, estimate: null, bucket: null, insideBucket: null, explanation }]
  const report: Report = { ...spike, verdict: 'inconclusive', crossCheck, server: { ...spike.server!, buckets } }
  expect(advise(report)[0]).toEqual({ kind, weight: 'blocks', about: METRIC, action, figure: explanation })
})

it.each([
  [apart, 'By the histogram the P95 lies between 100ms and 200ms, by the exact record it is 400ms.'],
  [
    { ...apart, bucket: { lower: 0.1, upper: '+Inf' as const }, exactServer: 0.05 },
    'By the histogram the P95 lies above 100ms, by the exact record it is 50ms.',
  ],
])('says what to do where a histogram and the exact record of the same requests disagree: %#', (crossed, figure) => {
  expect(advise({ ...spike, verdict: 'inconclusive', populations, crossCheck: [crossed] })[0]).toEqual({
    kind: 'metrics',
    weight: 'blocks',
    about: 'P95',
    action:
      'Find out why the service observes another latency in its histogram than in its exact record: they counted the same requests.',
    figure,
  })
})

it('takes records of other requests for no disagreement', () => {
  const others = { ...populations, serverExact: 1700 }
  const advice = advise({ ...spike, populations: others, crossCheck: [apart] })
  expect(advice.filter(({ weight }) => weight === 'blocks')).toEqual([])
})
