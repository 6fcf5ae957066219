import { describe, expect, it } from 'vitest'
import { estimateObjective, histogramDuring } from '../../../analysis/objectives/estimate-objective.ts'
import { loadOf, phaseWindows } from '../support/load-of.ts'
import { prometheusRecordOf, snapshotOf } from '../support/prometheus-record-of.ts'
import { objectiveOf } from '../support/run-record-of.ts'

const LAB = [0.1, 0.3, 0.5, 0.7, 1, 2, 5]
const lab = snapshotOf(LAB, [...Array(200).fill(0.2), ...Array(200).fill(0.5002), ...Array(200).fill(2.002)])

describe('the finding from the histogram alone', () => {
  it.each([
    { objective: 'p95 < 1s', estimate: 4.55, estimateFinding: 'fail' },
    { objective: 'p95 < 4.6s', estimate: 4.55, estimateFinding: 'pass' },
    { objective: 'under 300ms > 30%', estimate: 1 / 3, estimateFinding: 'pass' },
    { objective: 'under 200ms > 90%', estimate: 1 / 6, estimateFinding: 'fail' },
    { objective: 'under 10s > 99%', estimate: 1, estimateFinding: 'pass' },
    { objective: 'errors < 1%', estimate: null, estimateFinding: null },
    { objective: 'achieved > 99%', estimate: null, estimateFinding: null },
  ])('of $objective: $estimateFinding', ({ objective, estimate, estimateFinding }) => {
    const said = estimateObjective(objectiveOf(objective).objective, lab)
    expect(said.estimateFinding).toBe(estimateFinding)
    if (estimate === null) expect(said.estimate).toBeNull()
    else expect(said.estimate).toBeCloseTo(estimate, 12)
  })

  it('is null without a histogram and inconclusive with an empty one', () => {
    const { objective } = objectiveOf('p95 < 1s')
    expect(estimateObjective(objective, null)).toEqual({ estimate: null, estimateFinding: null })
    expect(estimateObjective(objective, snapshotOf(LAB, []))).toEqual({
      estimate: null,
      estimateFinding: 'inconclusive',
    })
    expect(estimateObjective(objectiveOf('under 1s > 9%').objective, snapshotOf(LAB, []))).toEqual({
      estimate: null,
      estimateFinding: 'inconclusive',
    })
  })
})

describe('the histogram of a phase', () => {
  const phases = phaseWindows([
    { name: 'warm-up', seconds: 5, measured: false },
    { name: 'baseline', seconds: 10 },
    { name: 'spike', seconds: 5 },
    { name: 'baseline', seconds: 10 },
  ])
  const load = loadOf(phases, [])
  const observations = Array.from({ length: 250 }, (_, i) => ({
    at: 5 + (i + 0.5) / 10,
    seconds: i >= 100 && i < 150 ? 3 : 0.2,
  }))
  const prometheus = prometheusRecordOf(LAB, observations, { baseline: 5, end: 30.4 })

  it.each([
    { what: 'the whole run between baseline and final scrape', during: null, count: 250, slow: 50 },
    { what: 'one phase', during: 'spike', count: 50, slow: 50 },
    { what: 'all phases of a name', during: 'baseline', count: 200, slow: 0 },
  ])('$what', ({ during, count, slow }) => {
    const histogram = histogramDuring(prometheus, load, during)
    expect(histogram?.count).toBe(count)
    expect(count - (histogram?.buckets.find(({ upperBound }) => upperBound === 2)?.cumulativeCount ?? 0)).toBe(slow)
  })

  it.each([
    { what: 'no prometheus', histogram: histogramDuring(null, load, null) },
    { what: 'a phase before the baseline scrape', histogram: histogramDuring(prometheus, load, 'warm-up') },
    { what: 'a phase that the run did not reach', histogram: histogramDuring(prometheus, load, 'recovery') },
    {
      what: 'a restart within the phase',
      histogram: histogramDuring(
        {
          ...prometheus,
          snapshots: [...prometheus.snapshots].reverse().map(({ snapshot }, i) => ({ atSeconds: 5 + i, snapshot })),
        },
        load,
        'spike',
      ),
    },
  ])('is null where $what', ({ histogram }) => {
    expect(histogram).toBeNull()
  })
})
