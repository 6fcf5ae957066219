import { describe, expect, it } from 'vitest'
import { judgeDifference, type QuantilePair } from '../../../analysis/baseline/judge-difference.ts'

const seen = (seconds: number, lowerSeconds: number, upperSeconds: number) => ({ seconds, lowerSeconds, upperSeconds })

const pair = (changes: Partial<QuantilePair>): QuantilePair => ({
  quantile: 0.95,
  before: seen(0.1, 0.099, 0.101),
  after: seen(0.1, 0.099, 0.101),
  lagSeconds: 0,
  margin: 0.1,
  isNamed: false,
  fit: true,
  isStarved: false,
  ...changes,
})

describe('judgeDifference', () => {
  it.each([
    {
      sentence: 'as it was',
      changes: {},
      finding: 'pass',
      reason: /went from 100ms to 100ms: 0%.*within the allowed 10%/,
    },
    { sentence: 'faster', changes: { after: seen(0.05, 0.049, 0.051) }, finding: 'pass', reason: /−50%/ },
    {
      sentence: 'slower, but within the margin',
      changes: { after: seen(0.108, 0.107, 0.109) },
      finding: 'pass',
      reason: /\+8%/,
    },
    {
      sentence: 'slower beyond the margin and beyond chance',
      changes: { after: seen(0.13, 0.128, 0.132) },
      finding: 'fail',
      reason: /\+30% \(95% interval \+28% to \+32%\), entirely above the allowed 10%/,
    },
    {
      sentence: 'slower beyond the margin, but chance may explain it',
      changes: { after: seen(0.13, 0.1, 0.16) },
      finding: 'inconclusive',
      reason: /but chance may explain it/,
    },
    {
      sentence: 'slower by no more than the generator may have added',
      changes: { after: seen(0.13, 0.128, 0.132), lagSeconds: 0.02 },
      finding: 'inconclusive',
      reason: /but the generator itself may have added it/,
    },
    {
      sentence: 'a wider margin',
      changes: { after: seen(0.13, 0.128, 0.132), margin: 0.5 },
      finding: 'pass',
      reason: /50%/,
    },
    {
      sentence: 'an overloaded or lost generator',
      changes: { after: seen(0.13, 0.128, 0.132), fit: false },
      finding: 'inconclusive',
      reason:
        /^A generator of one of the runs did not keep to its schedule or was lost, so this finding is inconclusive\./,
    },
    {
      sentence: 'too few requests for a quantile that no objective names',
      changes: { after: seen(0.1, 0.09, Infinity) },
      finding: null,
      reason: /there are too few requests to decide/,
    },
    {
      sentence: 'too few requests for one that an objective names',
      changes: { after: seen(0.1, 0.09, Infinity), isNamed: true },
      finding: 'inconclusive',
      reason: /no upper end/,
    },
    {
      sentence: 'it never ends any more',
      changes: { after: seen(Infinity, Infinity, Infinity) },
      finding: 'fail',
      reason: /beyond the timeout/,
    },
    {
      sentence: 'it never ended before',
      changes: { before: seen(Infinity, Infinity, Infinity) },
      finding: null,
      reason: /so a slowdown cannot be measured/,
    },
    {
      sentence: 'slower while the bundled server waited for a core',
      changes: { after: seen(0.2, 0.19, 0.21), isStarved: true },
      finding: 'inconclusive',
      reason: /^The bundled server was kept waiting for a core.*entirely above the allowed 10%/,
    },
    {
      sentence: 'as it was, where the bundled server of the baseline waited for a core and would have been faster',
      changes: { unstarvedSeconds: 0.05 },
      finding: 'inconclusive',
      reason: /^The bundled server of the baseline was kept waiting for a core.*within the allowed 10%/,
    },
    {
      sentence: 'as it was, where that of the baseline waited for a core all along',
      changes: { unstarvedSeconds: null },
      finding: 'inconclusive',
      reason: /record the baseline anew/,
    },
    {
      sentence: 'as it was, where that of the baseline waited for a core and was no slower for it',
      changes: { unstarvedSeconds: 0.098 },
      finding: 'pass',
      reason: /went from 100ms to 100ms: 0%.*within the allowed 10%/,
    },
    {
      sentence: 'slower than a baseline whose bundled server waited for a core',
      changes: { after: seen(0.13, 0.128, 0.132), unstarvedSeconds: 0.05 },
      finding: 'fail',
      reason: /entirely above the allowed 10%/,
    },
    { sentence: 'no latency at all', changes: { after: null }, finding: 'inconclusive', reason: /no latency/ },
  ])('judges $sentence', ({ changes, finding, reason }) => {
    const found = judgeDifference(pair(changes))
    expect(found.finding).toBe(finding)
    expect(found.reason).toMatch(reason)
  })
})
