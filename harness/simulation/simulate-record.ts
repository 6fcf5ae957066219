// A scenario in virtual time, as a record that is judged like any other.

import type { RunRecord } from '../../core/run/run-record.ts'
import { type MachineModel, USUAL_MACHINE } from '../../core/simulation/machine-model.ts'
import { formatDuration } from '../../core/text/duration.ts'
import { checkPlan } from '../../load/check-plan.ts'
import { redactScenario } from '../../scenario-file/redact-scenario.ts'
import { resolveLoadPlan } from '../../scenario-file/resolve/resolve-load-plan.ts'
import { readTrace } from '../../server/latency/read-trace.ts'
import type { ScrapeBehaviour } from '../../simulation/monitor/scrape-behaviour.ts'
import { simulateRun } from '../../simulation/simulate-run.ts'
import { reportRun } from '../reported-run.ts'
import { monitorOptions } from '../setup/monitor-options.ts'
import type { RunSetup } from '../setup/run-setup.ts'
import { bundledMetrics } from '../target/bundled-metrics.ts'
import { checkSimulable } from './check-simulable.ts'

/** Where `sla-harness server` listens: rules may name the instance. */
const SERVICE_URL = 'http://127.0.0.1:5000'
const METRICS_URL = 'http://127.0.0.1:8000/metrics'

/** @throws UserError where the scenario cannot be simulated */
export function simulateRecord(setup: RunSetup, startedAt: Date, scrapes?: ScrapeBehaviour): RunRecord {
  const { scenario, cwd, environment, files, extraLayouts, warnings } = setup
  checkSimulable(scenario, cwd)
  const { service } = scenario
  if (service.kind !== 'bundled') throw new RangeError('expected the bundled server')
  const plan = resolveLoadPlan(scenario, { url: SERVICE_URL, environment, files })
  checkPlan(plan)
  const machine: MachineModel = USUAL_MACHINE
  const { load, prometheus, exact } = simulateRun({
    plan,
    behaviour: service.behaviour,
    extraLayouts,
    witness: monitorOptions(bundledMetrics(METRICS_URL), setup),
    ...(scrapes && { scrapes }),
    machine,
    readTrace,
    startedAtUnixMs: startedAt.getTime(),
  })
  const problems = [
    ...warnings,
    ...(scenario.abortOn === undefined ? [] : [ABORT_RULES_REST]),
    ...(service.behaviour.restarts.length === 0 ? [] : [restartsAssumed(machine)]),
  ]
  const facts = { startedAt, problems, aborted: null, brokenRule: null, preflight: null }
  return {
    scenario,
    redactedScenario: redactScenario(scenario, cwd),
    run: reportRun(setup, load, facts),
    load,
    prometheus,
    exact,
    simulated: machine,
  }
}

const ABORT_RULES_REST = 'abortOn ends no simulated run: there is no service to spare'

/** How long it is away is most of what a restart does, and differs from machine to machine. */
function restartsAssumed({ restartSeconds }: MachineModel): string {
  return `a restarted server is assumed to take ${formatDuration(restartSeconds)} to start: on a busy machine it takes seconds, and what comes meanwhile is refused`
}
