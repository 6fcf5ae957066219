import { build, HistogramLogReader, type JsHistogram } from 'hdr-histogram-js'
import { describe, expect, it } from 'vitest'
import { totalCount } from '../../../core/latency/latency-counts.ts'
import { readLatencyLog } from '../../../core/latency/latency-log.ts'
import {
  clientLatencyLog,
  logTag,
  phaseLatencyLog,
  serverLatencyLog,
} from '../../../reports/run-folder/latency-logs.ts'
import { SAMPLE_EXACT, SAMPLE_LOAD } from '../../support/sample-load.ts'
import { HOSTILE_TEXT, SAMPLE_REPORTS } from '../../support/sample-reports.ts'

const report = SAMPLE_REPORTS['passing-spike']

function intervalsOf(log: string) {
  return readLatencyLog(log).map(({ startSeconds, endSeconds, tag, latencies }) => ({
    from: Number(startSeconds.toFixed(3)),
    to: Number(endSeconds.toFixed(3)),
    tag,
    count: totalCount(latencies),
    max: latencies.maxSeconds,
  }))
}

describe('the client logs', () => {
  it('have one interval a second, all measured phases and requests together, untagged', () => {
    expect(intervalsOf(clientLatencyLog('serviceTime', SAMPLE_LOAD, report))).toEqual([
      { from: 1, to: 2, tag: undefined, count: 3, max: 2.001919 },
      { from: 3, to: 4, tag: undefined, count: 0, max: Number.NaN },
    ])
  })

  it('join the seconds in which one measured phase ends and the next begins', () => {
    const bothMeasured = { ...SAMPLE_LOAD, phases: SAMPLE_LOAD.phases.map((phase) => ({ ...phase, measured: true })) }
    expect(
      intervalsOf(clientLatencyLog('serviceTime', bothMeasured, report)).map(({ from, count }) => [from, count]),
    ).toEqual([
      [0, 1],
      [1, 4],
      [3, 0],
    ])
  })

  it('give every reader that leaves tagged lines out the measured whole', () => {
    const reader = new HistogramLogReader(clientLatencyLog('serviceTime', SAMPLE_LOAD, report))
    const whole = build() as JsHistogram
    for (let next = reader.nextIntervalHistogram(); next !== null; next = reader.nextIntervalHistogram())
      if ((next as JsHistogram).tag === 'NO TAG') whole.add(next as JsHistogram)
    expect([whole.totalCount, whole.getValueAtPercentile(100)]).toEqual([3, 2_001_919])
  })

  it('have a log of the phases beside them: one interval a second and phase, tagged, warm-up included', () => {
    expect(intervalsOf(phaseLatencyLog('serviceTime', SAMPLE_LOAD, report))).toEqual([
      { from: 0, to: 1, tag: 'warm_up_slowly', count: 1, max: 0.200063 },
      { from: 1, to: 2, tag: 'warm_up_slowly', count: 1, max: 0.200063 },
      { from: 1, to: 2, tag: 'steady', count: 3, max: 2.001919 },
      { from: 3, to: 4, tag: 'steady', count: 0, max: Number.NaN },
    ])
  })

  it('hold response times from the intended start', () => {
    const [first] = intervalsOf(clientLatencyLog('responseTime', SAMPLE_LOAD, report))
    expect(first?.max).toBe(2.502655)
  })

  it('say what they hold, when the run began, and how many requests are not in them', () => {
    const lines = clientLatencyLog('responseTime', SAMPLE_LOAD, report).split('\n')
    expect(lines[0]).toBe('#[sla-harness 0.1.0, scenario spike, seed 42]')
    expect(lines[1]).toBe(
      '#Response time: completed - intended start, of completed requests, in all measured phases. Timeouts and unfinished requests, which have no latency: 2.',
    )
    expect(lines[3]).toBe('#[Histogram log format version 1.3]')
    expect(lines[4]).toMatch(/^#\[StartTime: 1795408572\.345 /)
  })

  it('are not broken up by a scenario that has line breaks in its name', () => {
    const hostile = { ...report, scenario: { ...report.scenario, name: HOSTILE_TEXT } }
    expect(intervalsOf(phaseLatencyLog('serviceTime', SAMPLE_LOAD, hostile))).toHaveLength(4)
  })
})

describe('the server log', () => {
  it('has one interval a second, untagged', () => {
    expect(intervalsOf(serverLatencyLog(SAMPLE_EXACT, report))).toEqual([
      { from: 1, to: 2, tag: undefined, count: 2, max: 0.500223 },
      { from: 2, to: 3, tag: undefined, count: 1, max: 2.001919 },
    ])
  })
})

describe('logTag', () => {
  it.each([
    ['steady', 'steady'],
    ['warm up,  slowly', 'warm_up_slowly'],
    ['a\nb', 'a_b'],
    ['', 'unnamed'],
  ])('%j is %s', (name, tag) => {
    expect(logTag(name)).toBe(tag)
  })
})
