import { describe, expect, it } from 'vitest'
import { judgeRun } from '../../../analysis/judge-run.ts'
import type { Phase } from '../../../core/scenario/load-plan.ts'
import { evenly, loadOf, phaseWindows, type Request } from '../support/load-of.ts'
import { requestTemplates, runRecordOf } from '../support/run-record-of.ts'

const RATE = 20
const NO_METRICS = {
  kind: 'target',
  target: { url: 'http://127.0.0.1', verifyTls: true, metrics: null },
} as const

/** A run of a plan of 60 s that was aborted after `seconds`. */
function aborted(seconds: number, objective: string, request: (due: number) => Omit<Request, 'due'>, users = 0) {
  const windows = phaseWindows([{ name: 'only', seconds }])
  const load = loadOf(
    windows,
    evenly(0, seconds, RATE, (_, due) => request(due)),
    { interrupted: true },
  )
  const traffic: Phase['traffic'] =
    users > 0
      ? { kind: 'closed', users, thinkSeconds: 1 }
      : { kind: 'open', fromRatePerSecond: RATE, toRatePerSecond: RATE }
  const record = runRecordOf({ load, sla: [objective] })
  const phases = [{ name: 'only', durationSeconds: 60, measured: true, traffic }]
  return judgeRun({
    ...record,
    scenario: { ...record.scenario, service: NO_METRICS, load: { ...record.scenario.load, phases } },
    run: { ...record.run, aborted: 'the service is gone.' },
  })
}

const gone = (from: number) => (due: number) =>
  due < from ? { serviceTime: 0.1 } : ({ serviceTime: 0, outcome: 'connect' } as const)

describe('an aborted run', () => {
  it('is a fail where no rest of the plan could have met the objective', () => {
    const { verdict, sla, reasons } = aborted(20, 'errors < 1%', gone(15))
    expect(verdict).toBe('fail')
    expect(sla[0]).toMatchObject({ finding: 'fail', provenBy: 'plan' })
    expect(sla[0]?.reason).toBe(
      'When the run was aborted, no rest of it could have met this objective: 100 requests failed already, more than the allowed 1% of at most 1,201 requests.',
    )
    expect(reasons[1]).toBe('The run was aborted after 20s: the service is gone.')
  })

  it('is inconclusive where the rest of the plan could have mended it', () => {
    expect(aborted(20, 'errors < 10%', gone(15))).toMatchObject({
      verdict: 'inconclusive',
      sla: [{ finding: 'inconclusive' }],
    })
  })

  it('is inconclusive after three seconds of 60, although all requests failed', () => {
    const { verdict, sla } = aborted(3, 'errors < 10%', gone(0))
    expect(verdict).toBe('inconclusive')
    expect(sla[0]?.reason).toContain(
      'The run was aborted before its end, and the rest of it could have met this objective.',
    )
  })

  it('counts slow answers too', () => {
    const slow = (due: number) => ({ serviceTime: due < 15 ? 0.1 : 2 })
    expect(aborted(20, 'p95 < 1s', slow)).toMatchObject({ verdict: 'fail', sla: [{ provenBy: 'plan' }] })
    expect(aborted(20, 'p90 < 1s', slow).verdict).toBe('inconclusive')
  })

  it('counts first bytes that are late or missing, and none that were in time', () => {
    const treated = (changed: Omit<Request, 'due'>) => (due: number) => (due < 15 ? { serviceTime: 0.1 } : changed)
    const objective = 'ttfb p95 < 1s'
    const lost = { verdict: 'fail', sla: [{ provenBy: 'plan' }] }
    expect(aborted(20, objective, treated({ serviceTime: 3, firstByte: 2 }))).toMatchObject(lost)
    expect(aborted(20, objective, treated({ serviceTime: 10, outcome: 'timeout' }))).toMatchObject(lost)
    for (const inTime of [{ firstByte: 0.5 }, { firstByte: 0.5, outcome: 'timeout' as const }])
      expect(aborted(20, objective, treated({ serviceTime: 10, ...inTime })).sla[0]?.provenBy).not.toBe('plan')
  })

  it('leaves out what the abort itself cut off', () => {
    const cut = (due: number) =>
      due < 15 ? { serviceTime: 0.1 } : ({ serviceTime: 0, outcome: 'unfinished' } as const)
    expect(aborted(20, 'p95 < 1s', cut).verdict).toBe('inconclusive')
  })

  it('proves nothing by arithmetic of users, who may send any number of requests yet', () => {
    expect(aborted(20, 'errors < 1%', gone(15), 10).verdict).toBe('inconclusive')
  })

  it('counts the requests of the name that an objective is about, and no others', () => {
    const load = loadOf(
      phaseWindows([{ name: 'only', seconds: 20 }]),
      evenly(0, 20, RATE, (i, due) => ({ ...(i % 2 === 1 ? gone(15)(due) : { serviceTime: 0.1 }), request: i % 2 })),
      { interrupted: true },
    )
    const record = runRecordOf({
      load,
      sla: ['errors < 1% for browse', 'errors < 1% for checkout'],
      scenario: { requests: requestTemplates('browse', 'checkout'), service: NO_METRICS },
    })
    const traffic: Phase['traffic'] = { kind: 'open', fromRatePerSecond: RATE, toRatePerSecond: RATE }
    const phases = [{ name: 'only', durationSeconds: 60, measured: true, traffic }]
    const { sla } = judgeRun({
      ...record,
      scenario: { ...record.scenario, load: { ...record.scenario.load, phases } },
      run: { ...record.run, aborted: 'the service is gone.' },
    })
    expect(sla.map(({ request, provenBy }) => [request, provenBy])).toEqual([
      ['browse', undefined],
      ['checkout', 'plan'],
    ])
    expect(sla[1]?.reason).toBe(
      'When the run was aborted, no rest of it could have met this objective: 50 requests failed already, more than the allowed 1% of at most 740 requests.',
    )
  })
})
