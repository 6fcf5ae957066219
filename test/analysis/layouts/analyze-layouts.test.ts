import { describe, expect, it } from 'vitest'
import { analysisRequest, judgementsOf } from '../../../analysis/layouts/analysis-request.ts'
import { analyzeLayouts } from '../../../analysis/layouts/analyze-layouts.ts'
import { latencyRecord } from '../../../analysis/layouts/record/latency-record.ts'
import { bucketLayout } from '../../../core/histogram/bucket-layout.ts'
import { NAMED_LAYOUTS } from '../../../core/histogram/named-layouts.ts'
import { nativeLayout } from '../../../core/histogram/native-layout.ts'
import { parseObjective } from '../../../core/scenario/parse-objective.ts'
import { incident } from './records.ts'

const rule = {
  name: 'HighLatency95thPercentile',
  quantile: 0.95,
  thresholdSeconds: 1,
  rangeSeconds: 60,
  forSeconds: 30,
  keepFiringForSeconds: 0,
}

describe('analysisRequest', () => {
  const record = latencyRecord(incident(10, 2, 4))

  it('judges each threshold of the SLA and of the rule once', () => {
    const objectives = ['p95 < 1s', 'p95 < 1s', 'errors < 1%', 'achieved > 99%', 'under 300ms > 90%']
    const judgements = judgementsOf(objectives.flatMap((line) => parseObjective(line) ?? []))
    expect(judgements).toEqual([
      { quantile: 0.95, thresholdSeconds: 1 },
      { quantile: 0.9, thresholdSeconds: 0.3 },
    ])
    expect(analysisRequest(record, [], { rule, judgements }).judgements).toEqual(judgements)
    expect(analysisRequest(record, [], { rule }).judgements).toEqual([{ quantile: 0.95, thresholdSeconds: 1 }])
  })

  it("uses the rule's range as the moving window", () => {
    expect(analysisRequest(record, [], { rule: { ...rule, rangeSeconds: 90 }, rangeSeconds: 5 }).rangeSeconds).toBe(90)
    expect(analysisRequest(record, [], { rangeSeconds: 5 }).rangeSeconds).toBe(5)
    expect(analysisRequest(record, []).rangeSeconds).toBe(60)
  })
})

describe('analyzeLayouts', () => {
  const layouts = [NAMED_LAYOUTS.lab, nativeLayout(5)]
  const request = analysisRequest(latencyRecord(incident(240, 60, 120)), layouts, { rule, endSeconds: 300 })

  it('recommends bounds, compares them with the given layouts and replays the rule through all of them', () => {
    const { comparison, recommendation, recommended, matrix } = analyzeLayouts(request, { budget: 8 })
    expect(comparison.layouts.map(({ name }) => name).sort()).toEqual(['lab', 'native(5)', 'recommended'])
    expect(recommended).toEqual({ name: 'recommended', upperBounds: recommendation?.chosen.bounds })
    expect(recommended?.upperBounds).toContain(1)
    expect(matrix?.incidents).toEqual([{ name: 'incident 1', startSeconds: 60, endSeconds: 120 }])
    expect(new Set(matrix?.rows.map(({ layout }) => layout))).toEqual(
      new Set(['exact', 'lab', 'native(5)', 'recommended']),
    )
    const asWritten = matrix?.rows.filter((row) => row.rangeSeconds === 60 && row.forSeconds === 30)
    expect(asWritten?.map(({ worstDetectionSeconds }) => worstDetectionSeconds)).toEqual([34, 34, 34, 34])
  })

  it('uses known incidents, and has no matrix if nothing is judged', () => {
    const known = [{ name: 'lag', startSeconds: 50, endSeconds: 120 }]
    expect(analyzeLayouts(request, {}, known).matrix?.incidents).toEqual(known)
    expect(analyzeLayouts({ ...request, rule: null, judgements: [] }).matrix).toBeNull()
  })

  it('compares layouts even if nothing can be recommended, and says why', () => {
    const { comparison, recommendation, recommendationNote, recommended } = analyzeLayouts(request, { budget: 1 })
    expect(comparison.layouts.map(({ name }) => name).sort()).toEqual(['lab', 'native(5)'])
    expect([recommendation, recommended]).toEqual([null, null])
    expect(recommendationNote).toContain('a budget of 1 bounds is too small')
  })

  it('rejects two layouts of one name, the recommended one included', () => {
    expect(() => analysisRequest(request.record, [NAMED_LAYOUTS.lab, NAMED_LAYOUTS.lab])).toThrow(
      'expected layouts with distinct names, got two named lab',
    )
    const taken = { ...request, layouts: [bucketLayout('recommended', [1, 2])] }
    expect(() => analyzeLayouts(taken)).toThrow('got two named recommended')
  })

  it('is plain data that JSON preserves', () => {
    const study = analyzeLayouts(request)
    expect(JSON.parse(JSON.stringify(study))).toEqual(study)
  })
})
