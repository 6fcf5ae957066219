// Looks at the machine, and at the target of a scenario, before anything is measured: what would spoil a run is told while
// it can still be changed. At most one request of each kind is sent.

import { judgeMachine } from '../../analysis/doctor/machine/judge-machine.ts'
import { allowedLagSeconds } from '../../analysis/generator/allowed-lag.ts'
import type { DoctorReport } from '../../core/doctor/doctor-check.ts'
import type { RunNeeds } from '../../core/doctor/run-needs.ts'
import { isLocalHost } from '../../core/route/local-host.ts'
import { trafficInRequests } from '../../core/scenario/flows/traffic-in-requests.ts'
import type { Scenario } from '../../core/scenario/scenario.ts'
import { isHttpUrl, redactUrl } from '../../core/text/url.ts'
import { connectionsNeeded } from '../../load/schedule/connections-needed.ts'
import { RUNS_FOLDER } from '../../reports/run-folder/run-folder.ts'
import { overrideScenario } from '../../scenario-file/override-scenario.ts'
import { DEFAULTS } from '../../scenario-file/schema/defaults.ts'
import type { DoctorOptions } from './doctor-options.ts'
import { judgeService } from './judge-service.ts'
import { probeMachine } from './machine/probe-machine.ts'

/** @param given null for the machine alone @throws UserError where an option does not fit the scenario */
export async function runDoctor(given: Scenario | null, options: DoctorOptions): Promise<DoctorReport> {
  const scenario = given && overrideScenario(given, options)
  const needs =
    scenario === null ? { ...USUAL_NEEDS, generators: options.workers ?? 1 } : needsOf(scenario, options.workers ?? 1)
  // First, while nothing else is done: how late sleeps end is a matter of what else the process does.
  const machine = judgeMachine(await probeMachine(RUNS_FOLDER, options.cwd), needs)
  return {
    schemaVersion: 1,
    scenario: scenario?.name ?? null,
    target: scenario === null || scenario.service.kind === 'bundled' ? null : redactUrl(scenario.service.target.url),
    machine,
    service: scenario === null ? [] : await judgeService(scenario, options),
  }
}

/** Of a scenario that says nothing. */
const USUAL_NEEDS: Omit<RunNeeds, 'generators'> = {
  scenario: null,
  connections: DEFAULTS.connections,
  isLocal: true,
  takesPorts: true,
  allowedLagSeconds: allowedLagSeconds({ sla: [] }),
}

function needsOf(scenario: Scenario, generators: number): RunNeeds {
  const { name, service, load, flows } = scenario
  const phases = trafficInRequests(load.phases, flows)
  const target = service.kind === 'target' ? service.target : null
  const isSocket = target?.socket !== undefined
  const isHere = target === null || isSocket || (isHttpUrl(target.url) && isLocalHost(new URL(target.url).hostname))
  return {
    scenario: name,
    connections: connectionsNeeded({ connections: load.connections, phases }),
    generators,
    isLocal: isHere,
    takesPorts: !isSocket,
    allowedLagSeconds: allowedLagSeconds(scenario),
  }
}
