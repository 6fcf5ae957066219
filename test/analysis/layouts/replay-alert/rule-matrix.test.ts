import { describe, expect, it } from 'vitest'
import { analysisRequest } from '../../../../analysis/layouts/analysis-request.ts'
import { latencyRecord } from '../../../../analysis/layouts/record/latency-record.ts'
import { findIncidents } from '../../../../analysis/layouts/replay-alert/find-incidents.ts'
import { ruleMatrix } from '../../../../analysis/layouts/replay-alert/rule-matrix.ts'
import { bucketLayout } from '../../../../core/histogram/bucket-layout.ts'
import { NAMED_LAYOUTS } from '../../../../core/histogram/named-layouts.ts'
import { incident, seriesOf } from '../records.ts'

const judged = { quantile: 0.95, thresholdSeconds: 1 }
const record = latencyRecord(incident(300, 100, 160))

describe('findIncidents', () => {
  it('spans the first to the last slow second, although the window lags', () => {
    expect(findIncidents(record, judged)).toEqual([{ name: 'incident 1', startSeconds: 100, endSeconds: 160 }])
    // A tenth of the requests is slow: the last ten seconds have more than 5% of them from the sixth second on.
    const tenth = Array.from({ length: 60 }, (_, s) => [...Array<number>(9).fill(0.1), s >= 20 && s < 40 ? 3 : 0.1])
    expect(findIncidents(latencyRecord(seriesOf(tenth)), judged)).toEqual([
      { name: 'incident 1', startSeconds: 20, endSeconds: 40 },
    ])
  })

  it('joins incidents with a short gap', () => {
    const slow = (s: number) => (s >= 20 && s < 30) || (s >= 45 && s < 50)
    const series = seriesOf(Array.from({ length: 80 }, (_, s) => Array<number>(20).fill(slow(s) ? 3 : 0.1)))
    expect(findIncidents(latencyRecord(series), judged)).toEqual([
      { name: 'incident 1', startSeconds: 20, endSeconds: 50 },
    ])
  })

  it('finds nothing in a fast record', () => {
    expect(findIncidents(latencyRecord(incident(60, 0, 0)), judged)).toEqual([])
  })
})

describe('ruleMatrix', () => {
  const layouts = [NAMED_LAYOUTS.lab, bucketLayout('blind', [0.1, 0.5, 1])]
  const known = [{ name: 'lag', startSeconds: 100, endSeconds: 160 }]
  const matrix = ruleMatrix(analysisRequest(record, layouts, { endSeconds: 900 }), judged, { incidents: known })
  const row = (layout: string, rangeSeconds: number, forSeconds: number) =>
    matrix.rows.find((r) => r.layout === layout && r.rangeSeconds === rangeSeconds && r.forSeconds === forSeconds)

  it('has a row for each combination, the exact quantiles first', () => {
    expect(matrix.rows).toHaveLength(3 * 3 * 4)
    expect(matrix.rows[0]?.layout).toBe('exact')
  })

  it.each([
    // All requests of the incident are slow: the P95 of [W] turns when more than 5% of W are, by the second.
    // W = 30: 1 s is 3.3%, 2 s are 6.7%. W = 60: 4 s. W = 300: by second 103 the record has 103 · 5% = 5.15 s < 6 s.
    ['exact', 30, 0, 2],
    ['exact', 60, 0, 4],
    ['exact', 300, 0, 6],
    ['exact', 60, 30, 34],
    // 3 s lies in (2, 5]: with the threshold a bound, counts judge exactly.
    ['lab', 60, 0, 4],
    ['lab', 60, 30, 34],
  ])('%s [%is] for %is detects after %i s', (layout, range, forSeconds, seconds) => {
    expect(row(layout, range, forSeconds)).toMatchObject({
      detectionSeconds: [seconds],
      worstDetectionSeconds: seconds,
      misses: 0,
      falseAlarms: 0,
    })
  })

  it('never fires with a for that exceeds incident and range', () => {
    expect(row('exact', 60, 300)).toMatchObject({ detectionSeconds: [null], worstDetectionSeconds: null, misses: 1 })
  })

  it('misses every incident with a layout that has no bound above the threshold', () => {
    for (const each of matrix.rows.filter(({ layout }) => layout === 'blind')) expect(each.misses).toBe(1)
  })

  it('counts a firing far from every incident as a false alarm', () => {
    const elsewhere = [{ name: 'other', startSeconds: 0, endSeconds: 5 }]
    const request = analysisRequest(record, [NAMED_LAYOUTS.lab])
    const choices = { rangesSeconds: [30], forsSeconds: [0] }
    const { rows } = ruleMatrix(request, judged, { incidents: elsewhere, choices })
    expect(rows).toEqual(
      ['exact', 'lab'].map((layout) => ({
        layout,
        rangeSeconds: 30,
        forSeconds: 0,
        detectionSeconds: [null],
        worstDetectionSeconds: null,
        misses: 1,
        falseAlarms: 1,
      })),
    )
  })
})
