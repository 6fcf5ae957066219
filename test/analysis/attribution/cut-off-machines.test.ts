// What machines without a way to the service leave of findings: typed facts in, findings out.

import { describe, expect, it } from 'vitest'
import { judgeRun } from '../../../analysis/judge-run.ts'
import type { LoadProblem } from '../../../core/run/load-problem.ts'
import { evenly, loadOf, phaseWindows, type Request } from '../support/load-of.ts'
import { runRecordOf } from '../support/run-record-of.ts'

const PHASES = phaseWindows([
  { name: 'calm', seconds: 10 },
  { name: 'rush', seconds: 10 },
])

const CUT_OFF: LoadProblem = {
  kind: 'machines-cut-off',
  machines: [{ name: 'b', host: 'load-7' }],
  phases: [1],
  requests: 500,
  answeredElsewhere: 500,
}

type Outcome = Request['outcome']

/** 100 requests a second. From second 10 on every second one ends otherwise than the first ones. */
function judged(
  cutOff: Outcome,
  others: Outcome,
  sla: readonly string[],
  problems: readonly LoadProblem[] = [CUT_OFF],
) {
  const requests = evenly(0, 20, 100, (i, due) => {
    const outcome = due < 10 ? 'completed' : i % 2 === 1 ? cutOff : others
    return { serviceTime: 0.01, ...(outcome && { outcome }) }
  })
  return judgeRun(runRecordOf({ load: loadOf(PHASES, requests, { problems: [...problems] }), sla }))
}

const findings = ({ sla }: ReturnType<typeof judged>) => sla.map(({ finding, doubt }) => [finding, doubt])
const DOUBTED = ['inconclusive', 'machines-cut-off']

describe('machines without a way to the service', () => {
  it.each(['connect', 'never sent'] as const)('fail no objective by requests that end as %s', (outcome) => {
    const report = judged(outcome, 'completed', ['errors < 1%', 'achieved > 99%'])
    expect(findings(report)).toEqual([DOUBTED, DOUBTED])
    expect(report.verdict).toBe('inconclusive')
    expect(report.sla[0]?.reason).toMatch(
      /^500 requests got no connection, all of them of b on load-7, while the other machines got one for each of theirs\. Whether that is the service's doing, or that of their way to it, is not known\. 25% of 2,000 requests failed/,
    )
  })

  it('pass none either: the service got less load', () => {
    const report = judged('connect', 'completed', ['p95 < 1s'])
    expect(findings(report)).toEqual([DOUBTED])
    expect(report.sla[0]?.reason).toContain('a pass under less load proves nothing. The P95 is 10ms')
  })

  it('leave a fail that holds without them', () => {
    expect(judged('connect', 'status', ['errors < 1%']).verdict).toBe('fail')
  })

  it('leave what was found of other phases', () => {
    const others = { ...CUT_OFF, phases: [] }
    expect(findings(judged('connect', 'completed', ['errors < 1%'], [others]))).toEqual([['fail', undefined]])
  })
})
