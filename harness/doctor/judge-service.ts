// What a scenario says, and what is seen of its service.

import { existsSync } from 'node:fs'
import { check } from '../../analysis/doctor/check.ts'
import { judgeLayout, judgeThresholds } from '../../analysis/doctor/target/judge-layout.ts'
import { judgePrometheus } from '../../analysis/doctor/target/judge-prometheus.ts'
import type { DoctorCheck } from '../../core/doctor/doctor-check.ts'
import type { Environment } from '../../core/environment.ts'
import { MODEL_LATENCY_METRIC } from '../../core/histogram/model-latency-metric.ts'
import type { Scenario } from '../../core/scenario/scenario.ts'
import type { Target } from '../../core/scenario/target.ts'
import { counted } from '../../core/text/plural.ts'
import { shownPath } from '../../core/text/shown-path.ts'
import { UserError } from '../../core/user-error.ts'
import { latencyLimits } from '../preflight/latency-limits.ts'
import { unnamedHost } from '../setup/check-host.ts'
import { type RunSetup, setUpRun } from '../setup/run-setup.ts'
import type { ExaminedFinding } from '../validation/examined.ts'
import { knownTarget } from '../validation/known-target.ts'
import type { DoctorOptions } from './doctor-options.ts'

/** @param scenario with what the options change */
export async function judgeService(scenario: Scenario, options: DoctorOptions): Promise<readonly DoctorCheck[]> {
  try {
    const host = unnamedHost(scenario, options)
    // Its files are read as a run reads them.
    const setup = await doctorSetup(scenario, options, host)
    return [
      await said(scenario, options),
      ...(await judgeOwnOrTarget(setup, host, options)),
      ...(await judgeEvaluator(setup)),
    ]
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    return [check('scenario', 'problem', error.message, {})]
  }
}

/** @param host nobody has named it; null where it may be loaded */
async function judgeOwnOrTarget(
  setup: RunSetup,
  host: string | null,
  { requests }: DoctorOptions,
): Promise<readonly DoctorCheck[]> {
  const { service } = setup.scenario
  if (service.kind === 'bundled') {
    const layout = { name: MODEL_LATENCY_METRIC, bounds: service.behaviour.layout.upperBounds, labelSets: null }
    const limits = latencyLimits(setup.scenario)
    return [judgeThresholds(layout, limits), judgeLayout(layout, limits)]
  }
  const { probeTarget } = await import('./target/probe-target.ts')
  const unnamed = host === null ? null : `nobody has allowed ${host} to be loaded`
  return [allowed(host), ...(await probeTarget(service.target, setup, requests ? unnamed : 'as asked for'))]
}

async function judgeEvaluator({ scenario, prometheus, environment }: RunSetup): Promise<readonly DoctorCheck[]> {
  const { service } = scenario
  const metrics = service.kind === 'bundled' ? { histogram: MODEL_LATENCY_METRIC, match: '' } : service.target.metrics
  if (prometheus.kind === 'embedded' || metrics === null) return []
  const { probePrometheus } = await import('./target/probe-prometheus.ts')
  const histogram = { name: metrics.histogram, match: metrics.match }
  return [judgePrometheus(await probePrometheus(prometheus, histogram, environment), histogram.name)]
}

/** What `validate` finds in its rules, which a run would find too late. */
async function said(scenario: Scenario, { environment, cwd }: DoctorOptions): Promise<DoctorCheck> {
  const { name, file } = scenario
  const findings = existsSync(file) ? await findingsIn(file, environment) : []
  const figures = { findings: findings.length }
  const first = findings.find(({ severity }) => severity === 'error') ?? findings[0]
  if (first === undefined) return check('scenario', 'ok', `${name} and the files that it names can be read`, figures)
  const others = findings.length > 1 ? `; and ${counted(findings.length - 1, 'other')}` : ''
  const place = `${shownPath(first.file, cwd)}${first.line === null ? '' : `:${first.line}`}`
  return check(
    'scenario',
    first.severity === 'error' ? 'problem' : 'warning',
    `${place} ${first.subject}: ${first.sentence}${others}`,
    figures,
    'sla-harness validate shows all of them',
  )
}

async function findingsIn(file: string, environment: Environment): Promise<readonly ExaminedFinding[]> {
  const { examineScenario } = await import('../validation/examine-scenario.ts')
  const target = await knownTarget({}, environment)
  const { findings } = await examineScenario(file, { target })
  return findings.filter(({ severity }) => severity !== 'note')
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
  const { cwd, environment, allowHosts = [], prometheus } = options
  const setup = await setUpRun(scenario, {
    cwd,
    environment,
    prometheus,
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
