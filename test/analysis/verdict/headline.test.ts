import { describe, expect, it } from 'vitest'
import { headline } from '../../../analysis/verdict/headline.ts'
import type { AlertFinding, CrossCheckRow, SlaFinding } from '../../../core/report/report.ts'
import { worstVerdict } from '../../../core/report/worst-verdict.ts'
import type { AlertExpectation } from '../../../core/run/alert.ts'
import type { Scenario } from '../../../core/scenario/scenario.ts'
import { judgedPartsOf } from '../support/judged-parts-of.ts'
import { evenly, loadOf, phaseWindows } from '../support/load-of.ts'
import { prometheusRecordOf } from '../support/prometheus-record-of.ts'
import { runRecordOf } from '../support/run-record-of.ts'

const LOAD = loadOf(
  phaseWindows([{ name: 'steady', seconds: 10 }]),
  evenly(0, 10, 60, () => ({ serviceTime: 0.1 })),
)
const WITNESS = prometheusRecordOf(
  [0.11, 1],
  Array.from({ length: 600 }, (_, i) => ({ at: 0.1 + i / 60, seconds: 0.1 })),
  { end: 11 },
)

const FIRES: AlertExpectation = {
  alert: 'High',
  kind: 'fires',
  fires: { after: 'spike', withinSeconds: 45 },
  resolves: { after: 'recovery', withinSeconds: 120 },
}
const NEVER: AlertExpectation = { alert: 'High', kind: 'never' }

const met: SlaFinding = {
  objective: 'p95 < 1s',
  during: 'baseline',
  observed: 0.112,
  unbounded: false,
  interval: { lower: 0.1, upper: 0.12 },
  limit: 1,
  unit: 'seconds',
  finding: 'pass',
  estimateFinding: null,
  estimate: null,
  reason: '',
}
const errors: SlaFinding = { ...met, objective: 'errors < 1%', during: null, observed: 0, limit: 0.01, unit: 'share' }
const fired: AlertFinding = {
  name: 'High',
  expression: '',
  forSeconds: 0,
  transitions: [],
  expected: 'fires within 45s after spike begins, resolves within 120s after recovery begins',
  finding: 'pass',
  detectionSeconds: 34.04,
  resolutionSeconds: 20,
  reason: '',
}
const silent: AlertFinding = { ...fired, expected: 'never fires', detectionSeconds: null, resolutionSeconds: null }

interface Judged {
  readonly sla?: readonly SlaFinding[]
  readonly alert?: readonly [AlertFinding, AlertExpectation]
  readonly crossCheck?: readonly CrossCheckRow[]
  readonly doubts?: readonly string[]
  readonly yesWhen?: Scenario['yesWhen']
}

function answer({ sla = [], alert, crossCheck = [], doubts = [], yesWhen }: Judged): string {
  const record = runRecordOf({
    load: LOAD,
    prometheus: WITNESS,
    alerts: alert === undefined ? [] : [alert[1]],
    scenario: yesWhen === undefined ? {} : { yesWhen },
  })
  const alerts = alert === undefined ? [] : [alert[0]]
  const findings = [...sla, ...alerts].flatMap(({ finding }) => finding ?? [])
  const verdict = worstVerdict([...findings, ...doubts.map(() => 'inconclusive' as const)])
  return headline(record, { ...judgedPartsOf(record), sla, alerts, crossCheck }, { verdict, doubts })
}

describe('headline', () => {
  it.each<[string, Judged, string]>([
    [
      'an alert that was to fire stands before the objectives',
      { sla: [met, errors], alert: [fired, FIRES], yesWhen: 'pass' },
      'Yes: High fired 34s after spike began and resolved 20s after recovery began; p95 < 1s during baseline was met (112ms); 1 other objective was met.',
    ],
    [
      'an alert that was to stay silent stands behind them',
      { sla: [met, errors], alert: [silent, NEVER], yesWhen: 'pass' },
      'Yes: p95 < 1s during baseline was met (112ms); High did not fire; 1 other objective was met.',
    ],
    [
      'without knowing what yes means, neither yes nor no is said',
      { sla: [met] },
      'p95 < 1s during baseline was met (112ms).',
    ],
    [
      'what was not met stands first, whatever the alert did',
      {
        sla: [met, { ...errors, finding: 'fail', observed: 0.0527 }],
        alert: [fired, FIRES],
        yesWhen: 'pass',
      },
      'No: errors < 1% was not met (5.27%); High fired 34s after spike began and resolved 20s after recovery began; 1 other objective was met.',
    ],
    [
      'a failure means yes where the scenario says so',
      { sla: [{ ...errors, finding: 'fail', observed: 0.0527 }], yesWhen: 'fail' },
      'Yes: errors < 1% was not met (5.27%).',
    ],
    [
      'a quantile among the requests that never ended has no number',
      { sla: [{ ...met, finding: 'fail', observed: null, unbounded: true }] },
      'p95 < 1s during baseline was not met (its requests got no answer).',
    ],
    [
      'an alert that fired and must not',
      { alert: [{ ...silent, finding: 'fail' }, NEVER], yesWhen: 'pass' },
      'No: High fired, which it must not.',
    ],
    [
      'an alert that did not do what was expected',
      { alert: [{ ...fired, finding: 'fail', detectionSeconds: null, resolutionSeconds: null }, FIRES] },
      'High did not do what is expected (fires within 45s after spike begins, resolves within 120s after recovery begins).',
    ],
    [
      'an inconclusive finding is no answer',
      { sla: [{ ...met, finding: 'inconclusive' }, errors], yesWhen: 'pass' },
      'Undecided: p95 < 1s during baseline is undecided (112ms); 1 other objective was met.',
    ],
    [
      'why it is undecided follows at once',
      { sla: [met], alert: [{ ...silent, finding: 'inconclusive', reason: 'Its rule had no data.' }, NEVER] },
      'Undecided: whether High never fires is undecided. Its rule had no data. 1 objective was met.',
    ],
    [
      'why is left to the reasons where there are several',
      {
        sla: [{ ...met, finding: 'inconclusive', reason: 'Too few requests.' }],
        alert: [{ ...silent, finding: 'inconclusive', reason: 'Its rule had no data.' }, NEVER],
      },
      'Undecided: p95 < 1s during baseline is undecided (112ms); whether High never fires is undecided.',
    ],
    [
      'a doubt about the whole run is the answer',
      { sla: [met], doubts: ['The run was interrupted after 8s.'], yesWhen: 'pass' },
      'Undecided: The run was interrupted after 8s.',
    ],
    [
      'of many failures only the first three are named',
      { sla: ['p50', 'p90', 'p95', 'p99', 'p99.9'].map((q) => ({ ...met, objective: `${q} < 1ms`, finding: 'fail' })) },
      'p50 < 1ms during baseline was not met (112ms); p90 < 1ms during baseline was not met (112ms); p95 < 1ms during baseline was not met (112ms); 2 more not met.',
    ],
  ])('%s', (_, judged, expected) => {
    expect(answer(judged)).toBe(expected)
  })

  it('says what a dashboard makes of the run where that is far off, and for which phases', () => {
    const [, , p95] = judgedPartsOf(runRecordOf({ load: LOAD, prometheus: WITNESS })).crossCheck
    const off = { ...(p95 as CrossCheckRow), estimate: 4.55, exactClient: 2, relativeError: 1.275 }
    expect(answer({ sla: [met], crossCheck: [off] })).toBe(
      "p95 < 1s during baseline was met (112ms); over all measured phases the histogram's P95 is 4.55s, the exact one 2s (+127%).",
    )
    expect(answer({ sla: [met], crossCheck: [{ ...off, relativeError: 0.05 }] })).toBe(
      'p95 < 1s during baseline was met (112ms).',
    )
  })
})
