// A process of its own for the benchmark of drills: draws the month and evaluates its rules, once for each seed, and prints
// what it took as JSON. With --test it writes the same month for promtool instead.
//
//   node dist/bench/processes/drill-days.js DAYS SEEDS columns|inOrder PROMETHEUS-VERSION
//   node dist/bench/processes/drill-days.js DAYS 1 columns PROMETHEUS-VERSION --test FOLDER

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { evaluateInColumns } from '../../prometheus/columns/evaluate-in-columns.ts'
import { drawnDays } from '../../simulation/days/drawn-days.ts'
import { simulateAlerts } from '../../simulation/days/simulate-alerts.ts'
import { DRILL_RULES, drillMonth } from '../drill/drill-month.ts'
import { promtoolTest } from '../drill/promtool-test.ts'

const [days = '30', seeds = '1', evaluator = 'columns', version = '3.5.0', option, folder] = process.argv.slice(2)

if (option === '--test' && folder !== undefined) {
  const { run } = drawnDays(drillMonth(Number(days), 1, version))
  writeFileSync(join(folder, 'rules.yml'), DRILL_RULES)
  const test = promtoolTest({ run, outcome: evaluateInColumns(run), ruleFileName: 'rules.yml', gridMs: 5000 })
  writeFileSync(join(folder, 'month.test.yml'), test)
} else {
  let evaluations = 0
  const before = process.cpuUsage()
  const startedMs = performance.now()
  for (let seed = 1; seed <= Number(seeds); seed++) {
    const month = drillMonth(Number(days), seed, version)
    evaluations += simulateAlerts({ ...month, evaluator: evaluator === 'inOrder' ? 'inOrder' : 'columns' }).evaluations
  }
  const { user, system } = process.cpuUsage(before)
  const figures = {
    evaluations,
    seconds: (performance.now() - startedMs) / 1e3,
    cpuSeconds: (user + system) / 1e6,
    peakMegabytes: process.resourceUsage().maxRSS / 1024,
  }
  process.stdout.write(`${JSON.stringify(figures)}\n`)
}
