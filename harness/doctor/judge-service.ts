// What a scenario says, and what is seen of its service.

import { check } from '../../analysis/doctor/check.ts'
import { judgeLayout, judgeThresholds } from '../../analysis/doctor/target/judge-layout.ts'
import type { DoctorCheck } from '../../core/doctor/doctor-check.ts'
import { MODEL_LATENCY_METRIC } from '../../core/histogram/model-latency-metric.ts'
import type { Scenario } from '../../core/scenario/scenario.ts'
import type { Target } from '../../core/scenario/target.ts'
import { UserError } from '../../core/user-error.ts'
import { latencyLimits } from '../preflight/latency-limits.ts'
import { unnamedHost } from '../setup/check-host.ts'
import { type RunSetup, setUpRun } from '../setup/run-setup.ts'
import type { DoctorOptions } from './doctor-options.ts'

/** @param scenario with what the options change */
export async function judgeService(scenario: Scenario, options: DoctorOptions): Promise<readonly DoctorCheck[]> {
  const { service } = scenario
  if (service.kind === 'bundled') {
    const layout = { name: MODEL_LATENCY_METRIC, bounds: service.behaviour.layout.upperBounds, labelSets: null }
    const limits = latencyLimits(scenario)
    return [...(await judgeFiles(scenario, options)), judgeThresholds(layout, limits), judgeLayout(layout, limits)]
  }
  try {
    const host = unnamedHost(scenario, options)
    const setup = await doctorSetup(scenario, options, host)
    const { probeTarget } = await import('./target/probe-target.ts')
    const untried = !options.requests
      ? 'as asked for'
      : host === null
        ? null
        : `nobody has allowed ${host} to be loaded`
    return [said(scenario), allowed(host), ...(await probeTarget(impatient(service.target), setup, untried))]
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    return [check('scenario', 'problem', error.message, {})]
  }
}

/** Its files are read as a run reads them. */
async function judgeFiles(scenario: Scenario, options: DoctorOptions): Promise<readonly DoctorCheck[]> {
  try {
    await doctorSetup(scenario, options, null)
    return [said(scenario)]
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    return [check('scenario', 'problem', error.message, {})]
  }
}

function said({ name, requests, sla, alerts }: Scenario): DoctorCheck {
  const objectives = sla.filter(({ implied }) => implied === undefined).length
  const figures = { requests: requests.length, objectives, alerts: alerts.length }
  return check('scenario', 'ok', `${name} and the files that it names can be read`, figures)
}

function allowed(host: string | null): DoctorCheck {
  if (host === null) return check('allowed-host', 'ok', 'the target may be loaded', {})
  return check(
    'allowed-host',
    'problem',
    `nobody has allowed ${host} to be loaded`,
    { host },
    `write allowHosts: ["${host}"] into the scenario, or run with --allow-host ${host}`,
  )
}

/** Nothing is written. A host that may not be loaded may be looked at. */
async function doctorSetup(scenario: Scenario, options: DoctorOptions, host: string | null): Promise<RunSetup> {
  const { cwd, environment, allowHosts = [] } = options
  const setup = await setUpRun(scenario, {
    cwd,
    environment,
    allowHosts: host === null ? allowHosts : [...allowHosts, host],
  })
  const { service } = setup.scenario
  if (service.kind === 'bundled') return setup
  return { ...setup, scenario: { ...setup.scenario, service: { ...service, target: impatient(service.target) } } }
}

const LONGEST_READY_SECONDS = 5

/** A run waits for a service to start; whoever asks a doctor has started it. */
function impatient(target: Target): Target {
  const { ready } = target
  if (ready === undefined) return target
  return { ...target, ready: { ...ready, withinSeconds: Math.min(ready.withinSeconds, LONGEST_READY_SECONDS) } }
}
