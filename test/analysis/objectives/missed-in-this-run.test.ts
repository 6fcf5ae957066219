import { describe, expect, it } from 'vitest'
import { evaluateObjectives } from '../../../analysis/objectives/evaluate-objectives.ts'
import type { LoadResult } from '../../../core/run/load-result.ts'
import { latenciesOf } from '../support/latencies-of.ts'
import { evenly, FIT_GENERATOR, loadOf, phaseWindows, type Request } from '../support/load-of.ts'
import { runRecordOf } from '../support/run-record-of.ts'

interface Run {
  readonly seconds: number
  readonly rate: number
  readonly request: (due: number) => Omit<Request, 'due'>
}

function judge({ seconds, rate, request }: Run, objective: string, overrides: Partial<LoadResult> = {}) {
  const windows = phaseWindows([{ name: 'only', seconds }])
  const requests = evenly(0, seconds, rate, (_, due) => request(due))
  const [finding] = evaluateObjectives(runRecordOf({ load: loadOf(windows, requests, overrides), sla: [objective] }))
  return finding
}

/** Refuses every connection from one instant to another. */
const outage = (seconds: number, from: number, to: number): Run => ({
  seconds,
  rate: 20,
  request: (due) => (due >= from && due < to ? { serviceTime: 0, outcome: 'connect' } : { serviceTime: 0.1 }),
})
/** Answers nothing from one instant to another, then everything at once. */
const freeze = (seconds: number, rate: number, from: number, to: number): Run => ({
  seconds,
  rate,
  request: (due) => ({ serviceTime: due >= from && due < to ? to - due + 0.01 : 0.01 }),
})
/** Never answers what is due from one instant to another. */
const hang = (seconds: number, from: number, to: number): Run => ({
  seconds,
  rate: 20,
  request: (due) => (due >= from && due < to ? { serviceTime: 0, outcome: 'timeout' } : { serviceTime: 0.1 }),
})

describe('what a whole run shows is a fail of this run, however wide the interval', () => {
  it.each<{ what: string; run: Run; objective: string }>([
    { what: 'half of a run down', run: outage(30, 8, 23), objective: 'errors < 1%' },
    { what: 'half of a run down, as achieved', run: outage(30, 8, 23), objective: 'achieved > 99%' },
    { what: 'half of a long run down', run: outage(300, 100, 250), objective: 'errors < 1%' },
    { what: 'down to the end', run: outage(60, 45, 60), objective: 'errors < 1%' },
    { what: 'one second down', run: outage(30, 8.2, 9.2), objective: 'errors < 1%' },
    { what: 'a freeze of 2 s in 12 s', run: freeze(12, 50, 4.3, 6.3), objective: 'p95 < 1s' },
    { what: 'the same as a share', run: freeze(12, 50, 4.3, 6.3), objective: 'under 1s > 95%' },
    { what: 'half of a run hangs, as P95', run: hang(30, 8, 23), objective: 'p95 < 1s' },
    { what: 'half of a run hangs, as achieved', run: hang(30, 8, 23), objective: 'achieved > 99%' },
    { what: 'half of a run hangs, as a share', run: hang(30, 8, 23), objective: 'under 1s > 90%' },
  ])('$what: $objective', ({ run, objective }) => {
    const finding = judge(run, objective)
    expect(finding).toMatchObject({ finding: 'fail', provenBy: 'census' })
  })

  it('says so, and what the interval is then', () => {
    expect(judge(outage(30, 8, 23), 'errors < 1%')?.reason).toBe(
      '50% of 600 requests failed (300 connect) (95% interval 0% to 100%), not below 1%: more than three times the allowed share missed it. That is certain of this run; the interval says how far it holds for others.',
    )
    expect(judge(freeze(12, 50, 4.3, 6.3), 'p95 < 1s')?.reason).toMatch(
      /^The P95 is 1\.4s \(95% interval 10(\.\d+)?ms to [12](\.\d+)?s, 600 requests\), not below 1s: seconds 4 to 5 alone account for 8% of all requests, more than the allowed share\. That is certain of this run; the interval says how far it holds for others\.$/,
    )
  })

  it('is not known where the run ended early', () => {
    expect(judge(outage(30, 8, 23), 'errors < 1%', { interrupted: true })?.finding).toBe('inconclusive')
  })

  it('leaves out what the generator may have done: lag within what is allowed, and the requests that were later', () => {
    const narrow: Run = {
      seconds: 30,
      rate: 20,
      request: (due) => ({ serviceTime: due >= 8 && due < 23 ? 1.02 : 0.01 }),
    }
    // 5% of the limit, 50 ms, is the lag that a generator on schedule may have.
    expect(judge(narrow, 'p95 < 1s')?.finding).toBe('inconclusive')
    const late = latenciesOf([...Array(975).fill(0.0004), ...Array(25).fill(1)])
    const generator = { ...FIT_GENERATOR, eventLoopDelay: late }
    expect(judge(freeze(12, 50, 4.3, 6.3), 'p95 < 1s', { generator })?.finding).toBe('inconclusive')
  })
})
