// What a lost generator leaves of findings: typed facts in, findings out.

import { describe, expect, it } from 'vitest'
import { judgeRun } from '../../../analysis/judge-run.ts'
import type { LoadProblem } from '../../../core/run/load-problem.ts'
import { evenly, loadOf, phaseWindows, type Request } from '../support/load-of.ts'
import { runRecordOf } from '../support/run-record-of.ts'

const PHASES = phaseWindows([
  { name: 'calm', seconds: 10 },
  { name: 'rush', seconds: 10 },
])

const LOST: Extract<LoadProblem, { kind: 'generator-lost' }> = {
  kind: 'generator-lost',
  generator: 2,
  generators: 2,
  atSeconds: 15,
  reason: 'it fell silent',
  lost: 0,
  cutPhases: [1],
}

/** 100 requests a second, of which those in `isLost` came to nothing. */
function run(request: (due: number, i: number) => Omit<Request, 'due'>, isLost: (due: number, i: number) => boolean) {
  return evenly(0, 20, 100, (i, due) => (isLost(due, i) ? { serviceTime: 0, outcome: 'lost' } : request(due, i)))
}

interface Changes {
  readonly cutPhases?: readonly number[]
  readonly model?: 'open' | 'closed'
}

function judged(
  requests: readonly Request[],
  sla: readonly string[],
  { cutPhases = [1], model = 'open' }: Changes = {},
) {
  const lost = requests.filter(({ outcome }) => outcome === 'lost').length
  const phases = PHASES.map((phase) => ({ ...phase, model }))
  return judgeRun(runRecordOf({ load: loadOf(phases, requests, { problems: [{ ...LOST, lost, cutPhases }] }), sla }))
}

const findings = (report: ReturnType<typeof judged>) =>
  report.sla.map(({ finding, doubt, lost }) => [finding, doubt, lost])
/** Every second request from second 15 on. */
const fromFifteen = (due: number, i: number) => due >= 15 && i % 2 === 1

describe('a lost generator', () => {
  const good = () => ({ serviceTime: 0.01 })
  const bad = () => ({ serviceTime: 2 })

  it('proves no pass of a phase that may have got less load than the scenario schedules', () => {
    const report = judged(run(good, fromFifteen), ['p95 < 1s', 'errors < 5%'])
    expect(report.verdict).toBe('inconclusive')
    expect(findings(report)).toEqual(Array(2).fill(['inconclusive', 'generator-lost', 250]))
    expect(report.sla[0]!.reason).toMatch(
      /^250 requests were lost with a generator, and the service may have got less load than the scenario schedules: a pass under less load proves nothing\. The P95 is 10/,
    )
  })

  it('leaves a fail that holds even if each lost request had been answered at once', () => {
    const sla = ['p95 < 1s', 'under 1s > 90%', 'achieved > 99%', 'errors < 50%']
    const requests = run((_, i) => (i % 3 === 0 ? { ...bad(), outcome: 'status' } : bad()), fromFifteen)
    const report = judged(requests, sla)
    expect(report.verdict).toBe('fail')
    expect(findings(report)).toEqual([
      ['fail', undefined, 250],
      ['fail', undefined, 250],
      ['fail', undefined, 250],
      ['inconclusive', 'generator-lost', 250],
    ])
    expect(report.sla[0]!.reason).toMatch(
      /250 requests were lost with a generator; it would fail even if each had been answered at once\.$/,
    )
    expect(report.generator).toMatchObject({ fit: false, overloaded: false, lost: 1 })
  })

  it('leaves a fail undecided that fast answers to the lost requests would mend', () => {
    const slow = (due: number) => (due < 4 ? bad() : good())
    const report = judged(
      run(slow, (due) => due >= 4),
      ['p50 < 1s'],
    )
    expect(findings(report)).toEqual([['inconclusive', 'generator-lost', 1600]])
    expect(report.sla[0]!.reason).toMatch(
      /^1,600 requests were lost with a generator, and how they ended decides this objective\. The P50 is 2/,
    )
  })

  it('leaves phases alone that it had sent in full and reported', () => {
    const report = judged(run(good, fromFifteen), ['p95 < 1s during calm', 'p95 < 1s during rush'])
    expect(findings(report)).toEqual([
      ['pass', undefined, undefined],
      ['inconclusive', 'generator-lost', 250],
    ])
  })

  it('proves a pass of what was sent in full, if it were one had no lost request been answered', () => {
    const few = (due: number, i: number) => due < 10 && i % 100 === 99
    const some = (due: number, i: number) => due < 10 && i % 10 === 9
    const sla = ['p95 < 1s during calm']
    expect(findings(judged(run(good, few), sla))).toEqual([['pass', undefined, 10]])
    expect(findings(judged(run(good, some), sla))).toEqual([['inconclusive', 'generator-lost', 100]])
  })

  it('decides nothing of users who wait for answers: nobody knows how many requests are missing', () => {
    const sla = ['p95 < 1s during calm', 'p95 < 1s during rush']
    const report = judged(run(bad, fromFifteen), sla, { model: 'closed' })
    expect(findings(report)).toEqual([
      ['fail', undefined, undefined],
      ['inconclusive', 'generator-lost', 250],
    ])
    expect(report.sla[1]!.reason).toMatch(
      /^250 requests were lost with a generator, and its users would have sent nobody knows how many more\./,
    )
  })

  it('says that nothing came where nothing did', () => {
    const report = judged(
      run(good, () => true),
      ['p95 < 1s', 'errors < 1%', 'achieved > 99%'],
      { cutPhases: [0, 1] },
    )
    expect(report.verdict).toBe('inconclusive')
    expect(report.sla.map(({ reason }) => reason)).toEqual([
      'Nothing came of 2,000 requests that were lost with a generator, so there is no latency to judge.',
      'Nothing came of 2,000 requests that were lost with a generator, so there is no error rate to judge.',
      'Nothing came of 2,000 requests that were lost with a generator, so there is no success rate to judge.',
    ])
  })

  it('is named first, with what it cost, and every request is accounted for', () => {
    const report = judged(run(good, fromFifteen), ['p95 < 1s'])
    expect(report.headline).toBe(
      'Undecided: Generator 2 of 2 was lost: it fell silent. Its results came up to 15.0 s of the run; of 250 requests that it had sent or was to send, nothing came.',
    )
    const { offered, completed, lost } = report.load.total
    expect({ offered, completed, lost }).toEqual({ offered: 2000, completed: 1750, lost: 250 })
  })
})
