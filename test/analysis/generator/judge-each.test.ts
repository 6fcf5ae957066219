import { describe, expect, it } from 'vitest'
import { judgeEach } from '../../../analysis/generator/judge-each.ts'
import { judgeOverload } from '../../../analysis/generator/judge-overload.ts'
import { judgeRun } from '../../../analysis/judge-run.ts'
import { mergeLatencies } from '../../../core/latency/latency-counts.ts'
import type { GeneratorFacts } from '../../../core/run/generators/generator-facts.ts'
import type { GeneratorInterval } from '../../../core/run/generators/generator-interval.ts'
import type { LoadResult } from '../../../core/run/load-result.ts'
import { generatorFacts, generatorMachine } from '../../support/generator-facts.ts'
import { latenciesOf } from '../support/latencies-of.ts'
import { evenly, FIT_GENERATOR, loadOf, phaseWindows } from '../support/load-of.ts'
import { runRecordOf } from '../support/run-record-of.ts'

const phases = phaseWindows([{ name: 'steady', seconds: 20 }])
const requests = evenly(0, 20, 50, () => ({ serviceTime: 0.05 }))

/** Generators whose figures together are those that the collector would have merged. */
function recordOf(generators: readonly GeneratorFacts[], load: Partial<LoadResult> = {}) {
  const generator = {
    ...FIT_GENERATOR,
    sendLag: mergeLatencies(generators.map(({ sendLag }) => sendLag)),
    eventLoopDelay: mergeLatencies(generators.flatMap(({ eventLoopDelay }) => eventLoopDelay ?? [])),
    intervals: generators.flatMap(({ intervals }) => intervals),
    workers: generators.length,
  }
  return runRecordOf({ load: loadOf(phases, requests, { generator, generators, ...load }), sla: ['p95 < 200ms'] })
}

/** So many generators, all on schedule but for the last. */
function others(count: number, last: Partial<GeneratorFacts>): GeneratorFacts[] {
  return Array.from({ length: count }, (_, i) =>
    generatorFacts(i + 1, { machine: generatorMachine(i + 1), ...(i === count - 1 ? last : {}) }),
  )
}

const lags = (late: number) => latenciesOf([...Array(1000 - late).fill(0.0004), ...Array(late).fill(0.2)])
const busy = (saturatedSeconds: number): GeneratorInterval[] =>
  Array.from({ length: 20 }, (_, second) => ({
    startSeconds: second,
    endSeconds: second + 1,
    cpuShare: 0.9,
    eventLoopUtilization: 0.97,
    waitingForCoreShare: 0,
    saturatedSeconds,
    backlog: 0,
  }))

describe('a single generator that is unfit', () => {
  it.each([
    {
      what: 'sends a tenth late',
      last: { sendLag: lags(100) },
      reason: '100 of 1,000 requests (10%) were sent more than 10ms late; the limit is 1%. P99 send lag 200ms.',
    },
    {
      what: 'has a blocked event loop',
      last: { eventLoopDelay: lags(60) },
      reason:
        'During 6% of the run its event loop was blocked, so that a response would have been read more than 10ms late; the limit is 1%. The longest block took 200ms.',
    },
    {
      what: 'offers nothing of its part',
      last: { arrivals: [0], requests: 0, sendLag: latenciesOf([]) },
      reason: 'It offered 0 of the 1,000 requests that others offered in phase steady.',
    },
  ])('among 64 is found by itself, where it $what and their average hides it', ({ last, reason }) => {
    const record = recordOf(others(64, last))
    const each = judgeEach(record)
    expect(each.slice(0, 63).every(({ fit, overloaded, reasons }) => fit && !overloaded && reasons.length === 0)).toBe(
      true,
    )
    expect(each[63]).toMatchObject({ number: 64, name: 'load-64', fit: false, overloaded: true, reasons: [reason] })
    const { overloaded, fit, reasons } = judgeOverload(record)
    expect({ overloaded, fit }).toEqual({ overloaded: true, fit: false })
    expect(reasons[0]).toBe(`Generator overloaded: generator 64 of 64 (load-64 on host-64). ${reason}`)
    const report = judgeRun(record)
    expect(report.verdict).toBe('inconclusive')
    expect(report.sla[0]?.finding).toBe('inconclusive')
  })

  it('is told from those that had time to spare where it is saturated', () => {
    const judged = judgeOverload(recordOf(others(8, { intervals: busy(0.9) })))
    expect(judged.saturated).toBe(true)
    expect(judged.generators?.map(({ saturated, fit }) => saturated || !fit)).toEqual([...Array(7).fill(false), true])
    expect(judged.generators?.[7]?.reasons).toEqual(['For 18s of the measured time it had no time to spare.'])
    expect(judged.reasons.join(' ')).toContain('Saturated: generator 8 of 8 (load-8 on host-8).')
    expect(judged.reasons.join(' ')).toContain('Start more generators (--generators), each with a core of its own')
  })

  it('is shown with what is known of it where it was lost', () => {
    const lost = { atSeconds: 7, reason: 'nothing was heard of it for 1.5 s', requests: 120 }
    const [, dead] = judgeEach(recordOf(others(2, { lost, arrivals: [400], cpuShare: null, eventLoopDelay: null })))
    expect(dead).toMatchObject({ fit: false, overloaded: false, lost, cpuShare: null, eventLoopDelay: null })
    expect(dead?.reasons).toEqual(['Lost after 7s of the run: nothing was heard of it for 1.5 s.'])
  })
})

describe('several generators', () => {
  it('names those that were overloaded where all together were, and not where each of them was', () => {
    const some = recordOf([1, 2, 3, 4].map((n) => generatorFacts(n, n > 2 ? { sendLag: lags(500) } : {})))
    expect(judgeOverload(some).reasons.at(-1)).toBe('Overloaded by themselves: generator threads 3 and 4 of 4.')
    const all = recordOf([1, 2].map((n) => generatorFacts(n, { sendLag: lags(500) })))
    expect(judgeOverload(all).reasons).toHaveLength(1)
  })

  it('describes three of many, and counts the rest', () => {
    const unfit = { sendLag: lags(16) }
    const record = recordOf(
      Array.from({ length: 20 }, (_, i) => generatorFacts(i + 1, i < 10 ? { sendLag: lags(40) } : unfit)),
      {
        generator: FIT_GENERATOR,
      },
    )
    const { reasons } = judgeOverload(record)
    expect(reasons).toHaveLength(4)
    expect(reasons[2]).toMatch(/^Generator overloaded: generator thread 3 of 20\. 40 of 1,000/)
    expect(reasons[3]).toBe('Overloaded too: generator threads 4, 5, 6, 7, 8, 9 and 10 of 20.')
  })

  it('are not found overloaded by a chance that one alone would not have had', () => {
    // 18 late of 1,000: by itself beyond 97.5%, among 100 to be expected of some.
    const one = recordOf([generatorFacts(1, { sendLag: lags(18) })])
    expect(judgeEach(one)[0]?.overloaded).toBe(true)
    const hundred = recordOf(
      Array.from({ length: 100 }, (_, i) => generatorFacts(i + 1, i === 0 ? { sendLag: lags(18) } : {})),
    )
    expect(judgeEach(hundred).some(({ overloaded }) => overloaded)).toBe(false)
  })

  it('say how late the latest of them was where all were on schedule', () => {
    const record = recordOf([generatorFacts(1), generatorFacts(2, { sendLag: latenciesOf(Array(1000).fill(0.003)) })])
    const { fit, reasons } = judgeOverload(record)
    expect(fit).toBe(true)
    expect(reasons).toEqual(['Generators on schedule: P99 send lag 3ms over all 2, 3ms of the latest (limit 10ms).'])
  })

  it('say why one is on schedule whose P99 lies above the limit', () => {
    const each = Array.from({ length: 100 }, (_, i) => generatorFacts(i + 1, i === 0 ? { sendLag: lags(18) } : {}))
    const [reason] = judgeOverload(recordOf(each)).reasons
    expect(reason).toMatch(/ of the latest \(limit 10ms\); too few of its requests were later to call it overloaded\.$/)
  })

  it('have their starts and clocks beside them, and threads share the clock of the run', () => {
    const [far, thread] = judgeEach(
      recordOf([
        generatorFacts(1, { machine: generatorMachine(1), startLateSeconds: 0.01 }),
        generatorFacts(2, { startLateSeconds: 0.02 }),
      ]),
    )
    expect(far).toMatchObject({
      startSkewSeconds: expect.closeTo(0.0101, 9),
      startUncertaintySeconds: 0.0003,
      requestsPerSecond: 50,
      clock: { offsetSeconds: 5, uncertaintySeconds: 0.0002, readings: 12, apartAtMostSeconds: 0.002 },
    })
    expect(thread).toMatchObject({
      name: null,
      host: null,
      startSkewSeconds: 0.02,
      startUncertaintySeconds: 0,
      clock: null,
    })
  })

  it('are left out where one thread is all there is', () => {
    const { generators: _, ...load } = recordOf([]).load
    const judged = judgeOverload({ ...recordOf([]), load })
    expect(judged).not.toHaveProperty('generators')
    expect(judged).not.toHaveProperty('clocks')
  })
})
