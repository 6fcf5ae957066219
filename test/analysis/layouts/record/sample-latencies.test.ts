import { describe, expect, it } from 'vitest'
import { latencyRecord } from '../../../../analysis/layouts/record/latency-record.ts'
import { sampleLatencies } from '../../../../analysis/layouts/record/sample-latencies.ts'
import { lab, seriesOf } from '../records.ts'

describe('sampleLatencies', () => {
  it('samples latencies as often as the record has them, neighbours differing', () => {
    const sample = sampleLatencies(latencyRecord(lab(10)))
    const shares = [0.2005, 0.501, 2.002].map((value) => sample.filter((each) => Math.abs(each - value) < 0.002).length)
    expect(shares).toEqual([333, 334, 333])
    expect(sample.some((value, i) => value === sample[i + 1])).toBe(false)
  })

  it('leaves out requests that never ended', () => {
    const [second] = seriesOf([[0.1]])
    const endless = { second: 0, latencies: { ...(second as NonNullable<typeof second>).latencies, unbounded: 3 } }
    expect(new Set(sampleLatencies(latencyRecord([endless])))).toEqual(new Set([0.1]))
  })
})
