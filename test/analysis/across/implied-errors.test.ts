import { describe, expect, it } from 'vitest'
import { judgeRun } from '../../../analysis/judge-run.ts'
import { impliedErrors } from '../../../core/scenario/implied-errors.ts'
import { evenly, loadOf, phaseWindows, type Request } from '../support/load-of.ts'
import { objectiveOf, runRecordOf } from '../support/run-record-of.ts'

const PHASES = phaseWindows([
  { name: 'calm', seconds: 20 },
  { name: 'spike', seconds: 20 },
])

/** Judged as a loaded scenario is: with the errors objective that its own ones imply. */
function report(lines: readonly string[], request: (i: number, due: number) => Omit<Request, 'due'>, rate = 20) {
  const load = loadOf(PHASES, evenly(0, 40, rate, request))
  const own = lines.map(objectiveOf)
  const implied = impliedErrors(own, PHASES, ['predict'])
  const sla = implied === null ? own : [...own, implied]
  return judgeRun(runRecordOf({ load, scenario: { sla, service: NO_METRICS } }))
}

const NO_METRICS = {
  kind: 'target',
  target: { url: 'http://127.0.0.1', verifyTls: true, metrics: null },
} as const
const failing = (share: number) => (i: number) =>
  Math.floor((i + 1) * share) > Math.floor(i * share)
    ? ({ serviceTime: 0.001, outcome: 'status' } as const)
    : { serviceTime: 0.1 }

describe('a scenario without an errors objective of its own', () => {
  it.each([0.6, 0.9])('fails where the share %d of the answers failed, however fast the rest was', (share) => {
    const { verdict, sla, reasons } = report(['p95 < 1s'], failing(share))
    expect(verdict).toBe('fail')
    expect(sla[0]).toMatchObject({ objective: 'p95 < 1s', finding: 'pass', population: { offered: 800 } })
    expect(sla[1]).toMatchObject({ objective: 'errors < 1%', implied: true, finding: 'fail' })
    expect(reasons[0]).toMatch(/^Not met: errors < 1% \(implied\)\. .* It applies because the scenario has no errors/)
  })

  it('says over how many of how many requests a latency was judged', () => {
    const { sla } = report(['p95 < 1s', 'under 1s > 90%'], failing(0.75))
    expect(sla[0]?.reason).toContain('the 200 of 800 requests that did not end as errors')
    expect(sla[1]?.reason).toContain('of the 200 of 800 requests that did not end as errors took less than 1s')
    expect(sla[0]?.population).toEqual({ judged: 200, offered: 800 })
  })

  it('passes by the share of this run alone: 100 requests prove no error rate of 1% for others', () => {
    const { verdict, sla } = report(['p95 < 1s'], () => ({ serviceTime: 0.1 }), 2.5)
    expect(verdict).toBe('pass')
    expect(sla[1]).toMatchObject({ implied: true, finding: 'pass', provenBy: 'census', observed: 0 })
  })

  it('is replaced by an objective of its own, whatever its limit', () => {
    const { verdict, sla } = report(['p95 < 1s', 'errors < 99%'], failing(0.6))
    expect([verdict, sla.length]).toEqual(['pass', 2])
  })

  it('leaves out a phase that has its own', () => {
    const inSpike = (_: number, due: number) =>
      due >= 20 ? ({ serviceTime: 0, outcome: 'reset' } as const) : { serviceTime: 0.1 }
    const { verdict, sla } = report(['p95 < 1s during calm', 'errors <  100% during calm'], inSpike)
    expect(verdict).toBe('fail')
    expect(sla.at(-1)).toMatchObject({ implied: true, except: ['calm'], observed: 1 })
    const spared = report(['p95 < 1s during calm', 'errors < 50% during spike'], (_, due) => ({
      serviceTime: 0.1,
      ...(due >= 20 && due < 22 ? { outcome: 'reset' as const } : {}),
    }))
    expect(spared.sla.at(-1)).toMatchObject({ implied: true, except: ['spike'], observed: 0, finding: 'pass' })
  })
})

it('never passes where nothing was completed', () => {
  const { verdict, reasons } = report(['errors < 100% during calm'], () => ({ serviceTime: 0, outcome: 'reset' }))
  expect(verdict).not.toBe('pass')
  expect(reasons.join(' ')).toContain(
    'None of the 800 requests got the expected response, so the run proves nothing met.',
  )
})

it('is nothing to judge by itself', () => {
  const { verdict, reasons } = report([], () => ({ serviceTime: 0.1 }))
  expect(verdict).toBe('inconclusive')
  expect(reasons[0]).toContain('there was nothing to judge')
})
