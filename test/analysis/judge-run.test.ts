import { test } from 'vitest'
import { judgeRun } from '../../analysis/judge-run.ts'
import { endOf, evenly, isAnswered, loadOf, phaseWindows } from './support/load-of.ts'
import { runRecordOf } from './support/run-record-of.ts'
import { alertOf, exactRecordOf, witnessOf } from './support/witness-of.ts'

const LAB = [0.1, 0.3, 0.5, 0.7, 1, 2, 5]

test('lab', () => {
  const phases = phaseWindows([{ name: 'steady', seconds: 60 }])
  const requests = evenly(0, 60, 10, (i) => ({ serviceTime: [0.2002, 0.5002, 2.002][i % 3] as number }))
  const load = loadOf(phases, requests)
  const obs = requests.map((r) => ({ at: endOf(r), seconds: r.serviceTime }))
  const witness = witnessOf(LAB, obs, {
    end: 63,
    alerts: [
      alertOf('High', [
        [0, 'inactive'],
        [10, 'pending'],
        [40, 'firing'],
      ]),
    ],
  })
  const r = judgeRun(
    runRecordOf({
      load,
      witness,
      exact: exactRecordOf(obs),
      sla: ['p95 < 1s', 'errors < 1%', 'achieved > 99%', 'under 300ms > 90%', 'p95 < 300ms during steady'],
      alerts: [
        { alert: 'High', kind: 'fires', fires: { after: 'steady', withinSeconds: 45 }, resolves: null },
        { alert: 'Other', kind: 'never' },
      ],
    }),
  )
  console.log(JSON.stringify({ ...r, timeline: r.timeline.length, load: 0 }, null, 1))
})
test('stall', () => {
  const phases = phaseWindows([
    { name: 'before', seconds: 5 },
    { name: 'freeze', seconds: 2 },
    { name: 'after', seconds: 5 },
  ])
  const requests = evenly(0, 12, 50, (_, due) => ({ serviceTime: 0.004, wait: due >= 5 && due < 7 ? 7 - due : 0 }))
  const r = judgeRun(runRecordOf({ load: loadOf(phases, requests), sla: ['p95 < 500ms', 'p95 < 1s', 'errors < 1%'] }))
  console.log(JSON.stringify({ reasons: r.reasons, sla: r.sla, p95: r.load.total.responseTime.p95 }, null, 1))
})
void isAnswered
