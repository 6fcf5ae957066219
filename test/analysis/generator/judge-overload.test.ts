import { describe, expect, it } from 'vitest'
import { judgeOverload } from '../../../analysis/generator/judge-overload.ts'
import type { LoadProblem } from '../../../core/run/load-problem.ts'
import type { GeneratorRecord, LoadResult } from '../../../core/run/load-result.ts'
import { latenciesOf } from '../support/latencies-of.ts'
import { evenly, FIT_GENERATOR, loadOf, phaseWindows } from '../support/load-of.ts'
import { runRecordOf } from '../support/run-record-of.ts'

const phases = phaseWindows([{ name: 'steady', seconds: 20 }])
const requests = evenly(0, 20, 50, () => ({ serviceTime: 0.05 }))

function judged(generator: Partial<GeneratorRecord>, load: Partial<LoadResult> = {}, sla = ['p95 < 200ms']) {
  const result = loadOf(phases, requests, { generator: { ...FIT_GENERATOR, ...generator }, ...load })
  return judgeOverload(runRecordOf({ load: result, sla }))
}

/** So many sends that were late, among 1,000. */
const lags = (late: number, lateSeconds: number) =>
  latenciesOf([...Array(1000 - late).fill(0.0004), ...Array(late).fill(lateSeconds)])

describe('a generator on schedule', () => {
  it('is confirmed with its P99 send lag', () => {
    expect(judged({})).toMatchObject({
      fit: true,
      reasons: ['Generator on schedule: P99 send lag 400µs (limit 10ms).'],
    })
  })

  it.each([
    { what: 'a few late sends in 1,000', generator: { sendLag: lags(5, 0.2) } },
    { what: '15 of 1,000, which chance may add to 1%', generator: { sendLag: lags(15, 0.2) } },
    { what: '3 late sends of 100', generator: { sendLag: latenciesOf([...Array(97).fill(0), 1, 1, 1]) } },
    {
      what: 'an event loop that was blocked for 100 ms once',
      generator: {
        eventLoopDelay: latenciesOf([
          ...Array(1990).fill(0.001),
          0.1,
          0.09,
          0.08,
          0.07,
          0.06,
          0.05,
          0.04,
          0.03,
          0.02,
          0.01,
        ]),
      },
    },
    { what: 'a full core', generator: { cpuShare: 1 } },
    { what: 'no send at all', generator: { sendLag: latenciesOf([]), dispatchDelay: latenciesOf([]) } },
  ])('stays on schedule with $what', ({ generator }) => {
    expect(judged(generator).fit).toBe(true)
  })

  it('says so where a P99 above its limit is chance', () => {
    const { fit, reasons } = judged({ sendLag: latenciesOf([...Array(97).fill(0), ...Array(3).fill(0.08)]) })
    expect(fit).toBe(true)
    expect(reasons[0]).toMatch(
      /^Generator on schedule: 3 of 100 requests were sent more than \S+ late, too few to call it overloaded \(P99 send lag 80ms\)\.$/,
    )
  })

  it('stays on schedule where all connections are busy, with a note', () => {
    const waited = latenciesOf([...Array(500).fill(0), ...Array(500).fill(1.4)])
    const { fit, reasons } = judged({ dispatchDelay: waited, backlogMax: 1240, inFlightMax: 256 })
    expect(fit).toBe(true)
    expect(reasons[1]).toBe(
      'The limit of 256 connections was reached: up to 1,240 requests waited for a connection, and the P99 of the wait is 1.4s. The wait is part of the response time.',
    )
  })
})

it('calls no limit reached where connections were left', () => {
  const { reasons } = judged({ dispatchDelay: latenciesOf(Array(100).fill(0.151)), backlogMax: 1, inFlightMax: 18 })
  expect(reasons[1]).toBe(
    'Up to 1 request waited for a connection to open, of which at most 18 of 256 were in use, and the P99 from due to sent is 151ms. The wait is part of the response time.',
  )
})

describe('an overloaded generator', () => {
  it('sent requests late', () => {
    expect(judged({ sendLag: lags(30, 0.022) })).toMatchObject({
      fit: false,
      reasons: [
        'Generator overloaded: 30 of 1,000 requests (3%) were sent more than 10ms late; the limit is 1%. P99 send lag 22ms.',
      ],
    })
  })

  it('was frozen: responses were read late, although few requests were sent late', () => {
    // A block of 1 s, looked at every 10 ms: 100 of 2,000 instants lay in it.
    const block = Array.from({ length: 100 }, (_, i) => 1 - i * 0.01)
    const { fit, reasons } = judged({ eventLoopDelay: latenciesOf([...Array(1900).fill(0.001), ...block]) })
    expect(fit).toBe(false)
    expect(reasons).toEqual([
      'Generator overloaded: during 5% of the run its event loop was blocked, so that a response would have been read more than 10ms late; the limit is 1%. The longest block took 1s.',
    ])
  })

  it('offered less than its schedule', () => {
    const { fit, reasons } = judgeOverload(
      runRecordOf({
        load: loadOf(phases, requests),
        scenario: {
          load: {
            ...runRecordOf({ load: loadOf(phases, requests) }).scenario.load,
            phases: [
              {
                name: 'steady',
                durationSeconds: 20,
                measured: true,
                traffic: { kind: 'open', fromRatePerSecond: 40, toRatePerSecond: 80 },
              },
            ],
          },
        },
      }),
    )
    expect(fit).toBe(false)
    expect(reasons).toEqual([
      'Generator overloaded: it offered 1,000 of the 1,200 requests that phase steady schedules.',
    ])
  })

  it('lost one of its workers', () => {
    const problem: LoadProblem = {
      kind: 'generator-lost',
      generator: 2,
      generators: 2,
      atSeconds: 3,
      reason: 'it ended',
      lost: 12,
      cutPhases: [0],
    }
    const { fit, overloaded, lost, reasons } = judged({}, { problems: [problem] })
    expect({ fit, overloaded, lost }).toEqual({ fit: false, overloaded: false, lost: 1 })
    expect(reasons).toEqual([
      'Generator 2 of 2 was lost: it ended. Its results came up to 3.0 s of the run; of 12 requests that it had sent or was to send, nothing came.',
    ])
  })

  it('may not open as many connections as requests waited for', () => {
    const problem: LoadProblem = { kind: 'too-few-open-files', openFiles: 150, wanted: 256, allowed: 78 }
    const unused = judged({ backlogMax: 0 }, { problems: [problem] })
    expect([unused.fit, unused.openFiles]).toEqual([true, undefined])
    const { fit, reasons, openFiles } = judged({ backlogMax: 3 }, { problems: [problem] })
    expect([fit, openFiles, reasons[0]]).toEqual([
      false,
      { limit: 150, wanted: 256, allowed: 78 },
      'Requests waited for a connection although the scenario has more: only 78 of 256 connections were used, because this process may open 150 files at a time (ulimit -n). Raise it.',
    ])
  })

  it.each(['http://127.0.0.1:9000', 'https://image-generator.internal', 'http://127.0.0.1:9000/worker'])(
    'does not follow from the URL of the service under test: %s',
    (url) => {
      const problem: LoadProblem = { kind: 'connections-not-opened', url, opened: 3, wanted: 5, reason: 'no answer' }
      expect(judged({}, { problems: [problem] }).fit).toBe(true)
    },
  )
})

it('does not check the number of arrivals of an interrupted run', () => {
  const record = runRecordOf({ load: loadOf(phases, requests) })
  const cut = loadOf(phases, requests.slice(0, 100), { interrupted: true })
  expect(judgeOverload({ ...record, load: cut }).fit).toBe(true)
  expect(judgeOverload({ ...record, load: { ...cut, interrupted: false } }).fit).toBe(false)
})

it('tolerates the chance in a Poisson schedule', () => {
  const record = runRecordOf({ load: loadOf(phases, requests) })
  const poisson = { ...record.scenario, load: { ...record.scenario.load, arrivals: 'poisson' as const } }
  const offered = (count: number) =>
    judgeOverload({ ...record, scenario: poisson, load: loadOf(phases, requests.slice(0, count)) }).fit
  expect(offered(900)).toBe(true)
  expect(offered(800)).toBe(false)
})
