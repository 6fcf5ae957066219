import { describe, expect, it } from 'vitest'
import { judgeRun } from '../../../analysis/judge-run.ts'
import type { GeneratorInterval } from '../../../core/run/generators/generator-interval.ts'
import type { LoadResult } from '../../../core/run/load-result.ts'
import { latenciesOf } from '../support/latencies-of.ts'
import { evenly, FIT_GENERATOR, loadOf, phaseWindows } from '../support/load-of.ts'
import { requestTemplates, runRecordOf } from '../support/run-record-of.ts'

const PHASES = phaseWindows([{ name: 'go', seconds: 20 }])

function intervals(isSaturated: (second: number) => boolean): GeneratorInterval[] {
  return Array.from({ length: 20 }, (_, second) => ({
    startSeconds: second,
    endSeconds: second + 1,
    cpuShare: isSaturated(second) ? 0.97 : 0.4,
    eventLoopUtilization: isSaturated(second) ? 1 : 0.4,
    waitingForCoreShare: 0,
    saturatedSeconds: isSaturated(second) ? 1 : 0,
    backlog: 0,
  }))
}

function judged(load: LoadResult, sla: string[], connections = 256) {
  const record = runRecordOf({ load, sla, scenario: { requests: requestTemplates('browse', 'checkout') } })
  const { scenario } = record
  return judgeRun({ ...record, scenario: { ...scenario, load: { ...scenario.load, connections, timeoutSeconds: 3 } } })
}

const findings = ({ sla }: ReturnType<typeof judged>) => sla.map(({ finding, doubt }) => [finding, doubt])

describe('a saturated generator', () => {
  const saturatedIn = (isSaturated: (second: number) => boolean) => ({
    generator: { ...FIT_GENERATOR, intervals: intervals(isSaturated) },
  })

  it('neither fails a service nor passes it where response times violate the limit', () => {
    const requests = evenly(0, 20, 100, () => ({ wait: 2.6, serviceTime: 0.004 }))
    const report = judged(
      loadOf(
        PHASES,
        requests,
        saturatedIn(() => true),
      ),
      ['p95 < 200ms', 'under 200ms > 90%'],
    )
    expect(report.verdict).toBe('inconclusive')
    expect(findings(report)).toEqual(Array(2).fill(['inconclusive', 'generator-saturated']))
    expect(report.generator).toMatchObject({ fit: false, saturated: true, overloaded: false, saturatedSeconds: 20 })
    expect(report.reasons[0]).toMatch(/^Generator saturated: for 20s of the 2\d.*workers/)
  })

  it('lets a pass stand: its own delays only add', () => {
    const requests = evenly(0, 20, 100, () => ({ wait: 0.05, serviceTime: 0.004 }))
    const report = judged(
      loadOf(
        PHASES,
        requests,
        saturatedIn(() => true),
      ),
      ['p95 < 200ms', 'errors < 1%'],
    )
    expect(findings(report)).toEqual(Array(2).fill(['pass', undefined]))
    expect([report.generator.fit, report.generator.saturated]).toEqual([true, true])
  })

  it('fails no request for what it may have done to that one, and fails the other for its own slowness', () => {
    const isBusy = (second: number) => second >= 12
    const requests = evenly(0, 20, 100, (i, due) =>
      i % 4 === 0
        ? { request: 1, serviceTime: isBusy(due) ? 0.5 : 0.004 }
        : { request: 0, serviceTime: due < 6 ? 0.5 : 0.004 },
    )
    const sla = ['p95 < 200ms for checkout', 'p95 < 200ms for browse']
    expect(findings(judged(loadOf(PHASES, requests, saturatedIn(isBusy)), sla))).toEqual([
      ['inconclusive', 'generator-saturated'],
      ['fail', undefined],
    ])
  })

  it('lets errors fail that it cannot have caused', () => {
    const requests = evenly(0, 20, 100, (i) => ({ serviceTime: 0.004, outcome: i % 4 ? 'completed' : 'status' }))
    expect(
      findings(
        judged(
          loadOf(
            PHASES,
            requests,
            saturatedIn(() => true),
          ),
          ['errors < 1%'],
        ),
      ),
    ).toEqual([['fail', undefined]])
  })

  it('takes no timeout as an error of the service', () => {
    const requests = evenly(0, 20, 100, (i) => ({ serviceTime: 0.004, outcome: i % 4 ? 'completed' : 'timeout' }))
    expect(
      findings(
        judged(
          loadOf(
            PHASES,
            requests,
            saturatedIn(() => true),
          ),
          ['errors < 1%'],
        ),
      ),
    ).toEqual([['inconclusive', 'generator-saturated']])
  })

  it('lets a fail stand that the seconds prove in which it had time to spare', () => {
    const requests = evenly(0, 20, 100, () => ({ serviceTime: 0.9 }))
    expect(
      findings(
        judged(
          loadOf(
            PHASES,
            requests,
            saturatedIn((second) => second < 2),
          ),
          ['p95 < 200ms'],
        ),
      ),
    ).toEqual([['fail', undefined]])
  })
})

describe('too few connections', () => {
  const use = (spare: number, waited: number) => ({
    connectionUse: [
      { phase: 0, spare: latenciesOf(Array(5).fill(spare)), waited: latenciesOf(Array(50).fill(waited)) },
    ],
  })
  const requests = evenly(0, 20, 50, (i) =>
    i < 10 || i % 5 === 0 ? { wait: 2, serviceTime: 1 } : { serviceTime: 0, outcome: 'never sent' },
  )
  const SLA = ['p95 < 1500ms', 'achieved > 95%', 'errors < 1%']

  it('are the setting, where the service takes as long alone as under load', () => {
    const report = judged(loadOf(PHASES, requests, use(1, 1)), SLA, 10)
    expect(report.verdict).toBe('inconclusive')
    expect(findings(report)).toEqual(Array(3).fill(['inconclusive', 'too-few-connections']))
    expect(report.sla[2]?.reason).toMatch(
      /^Too few connections: 50\/s at a service time of 1s need about 50, the scenario allows 10 \(set connections to 65 or more\)\. 792 requests never got one and were not sent\./,
    )
    expect(report.load.total).toMatchObject({ timeouts: 792, neverSent: 792 })
  })

  it('are explained once for all objectives that they leave open', () => {
    const report = judged(loadOf(PHASES, requests, use(1, 1)), SLA, 10)
    const explained = report.reasons.filter((reason) => reason.includes('Too few connections'))
    expect(explained).toEqual([
      expect.stringMatching(
        /^Inconclusive: p95 < 1500ms, achieved > 95% and errors < 1%\. Too few connections: .* were not sent\. The P95 lies among the 792 requests that were never sent .* \(792 never sent\) /,
      ),
    ])
    expect(explained[0]?.split('Too few connections')).toHaveLength(2)
  })

  it('are the service, where it slowed down under the load', () => {
    expect(findings(judged(loadOf(PHASES, requests, use(0.05, 1)), SLA, 10))).toEqual(
      Array(3).fill(['fail', undefined]),
    )
  })

  it('do not excuse a service whose own time violates the limit', () => {
    const report = judged(loadOf(PHASES, requests, use(1, 1)), ['p95 < 500ms'], 10)
    expect(findings(report)).toEqual([['fail', undefined]])
  })
})

describe('an interrupted run', () => {
  const answered = evenly(0, 10, 100, () => ({ serviceTime: 0.05 }))
  const cutOff = (count: number) => evenly(19, 20, count, () => ({ serviceTime: 0, outcome: 'interrupted' }) as const)
  const run = (requests: Parameters<typeof loadOf>[1], sla: string[]) =>
    judged(loadOf(PHASES, requests, { interrupted: true }), sla)

  it('fails no objective because of what was cut off', () => {
    const report = run([...answered, ...cutOff(400)], ['p95 < 200ms', 'errors < 1%', 'achieved > 95%'])
    expect(report.verdict).toBe('inconclusive')
    expect(findings(report)).toEqual(Array(3).fill(['inconclusive', 'interrupted']))
    expect(report.load.total).toMatchObject({ unfinished: 400, interrupted: 400 })
    expect(report.load.total.responseTime).toMatchObject({ count: 1000, unboundedCount: 0, unbounded: false })
  })

  it('passes an objective that holds whatever became of them', () => {
    expect(findings(run([...answered, ...cutOff(3)], ['p95 < 200ms', 'errors < 5%']))).toEqual(
      Array(2).fill(['pass', undefined]),
    )
  })

  it('fails an objective that the rest proves to be violated', () => {
    const slow = evenly(0, 10, 100, () => ({ serviceTime: 0.5 }))
    const report = run([...slow, ...cutOff(50)], ['p95 < 200ms'])
    expect([report.verdict, ...findings(report)]).toEqual(['fail', ['fail', undefined]])
  })

  it('judges nothing where nothing else ended', () => {
    const report = run(cutOff(50), ['p95 < 200ms', 'errors < 1%', 'achieved > 95%'])
    expect(report.sla.map(({ finding }) => finding)).toEqual(Array(3).fill('inconclusive'))
  })
})

describe('a bundled server that waited for a core', () => {
  const judgedWith = (share: number, sla: string[]) => {
    const requests = evenly(0, 20, 100, (i) => ({ serviceTime: 0.9, outcome: i % 4 ? 'completed' : 'status' }))
    const coreWaits = Array.from({ length: 20 }, (_, second) => ({
      startSeconds: second,
      endSeconds: second + 1,
      share,
    }))
    return judgeRun(runRecordOf({ load: loadOf(PHASES, requests), exact: { seconds: [], coreWaits }, sla }))
  }

  it('is not failed for being slow, and the report says what the machine did', () => {
    const report = judgedWith(0.5, ['p95 < 200ms'])
    expect(report.sla[0]).toMatchObject({ finding: 'inconclusive', doubt: 'service-starved' })
    expect(report.run.problems).toEqual([
      'other programs kept the bundled server waiting for a core for much of 20s of the run',
    ])
  })

  it('is failed for what it answered', () => {
    expect(judgedWith(0.5, ['errors < 1%']).sla[0]?.finding).toBe('fail')
  })

  it('is judged as observed where the waits were short', () => {
    const report = judgedWith(0.1, ['p95 < 200ms'])
    expect(report.sla[0]?.finding).toBe('fail')
    expect(report.run.problems).toEqual([])
  })
})

describe('requests that could not be made of their values', () => {
  const load = (outcomeOf: (i: number) => 'unsendable' | 'closed' | 'completed') =>
    loadOf(
      PHASES,
      evenly(0, 20, 100, (i) => ({ serviceTime: 0.004, outcome: outcomeOf(i) })),
    )

  it('fail no service, which never saw them', () => {
    const report = judged(
      load((i) => (i % 2 === 0 ? 'unsendable' : 'completed')),
      ['errors < 1%', 'achieved > 99%'],
    )
    expect(report.verdict).toBe('inconclusive')
    expect(findings(report)).toEqual(Array(2).fill(['inconclusive', 'unsendable']))
    expect(report.sla[0]?.doubtReason).toBe(
      "1,000 requests could not be made of their values and were not sent, which is not the service's doing.",
    )
  })

  it('do not excuse the errors of the others', () => {
    const report = judged(
      load((i) => (i % 2 === 0 ? 'unsendable' : i % 5 === 0 ? 'closed' : 'completed')),
      ['errors < 1%'],
    )
    expect(findings(report)).toEqual([['fail', undefined]])
  })
})

describe('answers that could not be read', () => {
  const load = (
    unreadableOf: (i: number) => boolean,
    serviceTime = 0.004,
    other: 'completed' | 'closed' = 'completed',
  ) =>
    loadOf(
      PHASES,
      evenly(0, 20, 100, (i) => ({
        serviceTime,
        outcome: unreadableOf(i) ? 'unreadable' : i % 5 === 0 ? other : 'completed',
      })),
    )

  it('fail no service, for they may have been the expected ones', () => {
    const report = judged(
      load((i) => i % 2 === 0),
      ['errors < 1%', 'achieved > 99%'],
    )
    expect(report.verdict).toBe('inconclusive')
    expect(findings(report)).toEqual(Array(2).fill(['inconclusive', 'unreadable']))
    expect(report.sla[0]?.doubtReason).toBe(
      "1,000 answers could not be read whole by the harness, which is not the service's doing: whether they were the expected ones, and in time, is not known.",
    )
  })

  it('let no percentile pass that they might have spoilt', () => {
    expect(
      findings(
        judged(
          load((i) => i % 2 === 0),
          ['p95 < 100ms'],
        ),
      ),
    ).toContainEqual(['inconclusive', 'unreadable'])
  })

  it('leave a pass that holds had they never come', () => {
    expect(
      findings(
        judged(
          load((i) => i % 100 === 0),
          ['p95 < 100ms', 'errors < 50%'],
        ),
      ),
    ).toEqual([
      ['pass', undefined],
      ['pass', undefined],
    ])
  })

  it('do not excuse the errors and the slowness of the others', () => {
    expect(
      findings(
        judged(
          load((i) => i % 2 === 0, 0.004, 'closed'),
          ['errors < 1%'],
        ),
      ),
    ).toEqual([['fail', undefined]])
    expect(
      findings(
        judged(
          load((i) => i % 100 === 0, 0.5),
          ['p95 < 100ms', 'errors < 50%'],
        ),
      )[0],
    ).toEqual(['fail', undefined])
  })
})
