// A RunRecord from its parts, everything that a test does not speak of filled in.

import { NAMED_LAYOUTS } from '../../../core/histogram/named-layouts.ts'
import type { AlertExpectation } from '../../../core/run/alert.ts'
import type { ExactRecord } from '../../../core/run/exact-record.ts'
import type { LoadResult } from '../../../core/run/load-result.ts'
import type { PrometheusRecord } from '../../../core/run/prometheus-record.ts'
import type { RunRecord } from '../../../core/run/run-record.ts'
import type { Phase } from '../../../core/scenario/load-plan.ts'
import type { Objective } from '../../../core/scenario/objective.ts'
import { parseObjective } from '../../../core/scenario/parse-objective.ts'
import type { Scenario, ScenarioObjective } from '../../../core/scenario/scenario.ts'

export interface RunParts {
  readonly load: LoadResult
  readonly prometheus?: PrometheusRecord | null
  readonly exact?: ExactRecord | null
  /** `p95 < 1s`, or with its request and its phase: `p95 < 1s for checkout during baseline`. */
  readonly sla?: readonly string[]
  readonly alerts?: readonly AlertExpectation[]
  readonly scenario?: Partial<Scenario>
  readonly interrupted?: boolean
}

export function runRecordOf({ load, prometheus = null, exact = null, ...rest }: RunParts): RunRecord {
  return {
    scenario: { ...scenarioOf(load, rest.sla ?? [], rest.alerts ?? []), ...rest.scenario },
    redactedScenario: { name: 'test' },
    load,
    prometheus,
    exact,
    run: {
      startedAt: '2025-01-01T00:00:00.000Z',
      durationSeconds: load.endSeconds,
      seed: 42,
      interrupted: rest.interrupted ?? false,
      harnessVersion: '0.1.0',
      nodeVersion: '20.20.2',
      platform: 'linux',
      cpuCount: 2,
      workers: 1,
      folder: 'reports/runs/test',
      replay: 'npm run scenario test -- --seed 42',
      problems: [],
    },
  }
}

export function objectiveOf(line: string): ScenarioObjective {
  const [about, during] = line.split(' during ')
  const [text, request] = (about as string).split(' for ')
  const objective = parseObjective(text as string) as Objective
  return { text: text as string, objective, during: during ?? null, ...(request !== undefined && { request }) }
}

/** Requests of equal weight. */
export function requestTemplates(...names: readonly string[]): Scenario['requests'] {
  return names.map((name) => ({
    name,
    weight: 1,
    method: 'GET',
    path: `/${name}`,
    headers: {},
    body: null,
    expect: { statuses: [] },
  }))
}

function scenarioOf(load: LoadResult, sla: readonly string[], alerts: readonly AlertExpectation[]): Scenario {
  return {
    name: 'test',
    question: 'Does it hold?',
    file: '/scenarios/test.yaml',
    expectedVerdict: null,
    service: {
      kind: 'bundled',
      behaviour: {
        latency: { kind: 'constant', seconds: 0.1 },
        concurrency: Number.POSITIVE_INFINITY,
        layout: NAMED_LAYOUTS.lab,
        faults: [],
        restarts: [],
      },
    },
    requests: [
      {
        name: 'predict',
        weight: 1,
        method: 'POST',
        path: '/predict',
        headers: {},
        body: null,
        expect: { statuses: [] },
      },
    ],
    load: {
      arrivals: 'constant',
      seed: 42,
      connections: 256,
      timeoutSeconds: 10,
      phases: load.phases.map((window, index) => phaseOf(load, window, index)),
    },
    sla: sla.map(objectiveOf),
    prometheus: { rulesFile: null, scrapeIntervalSeconds: 1, evaluationIntervalSeconds: 1 },
    alerts,
  }
}

/** A phase that asked for exactly what was offered. */
function phaseOf(load: LoadResult, window: LoadResult['phases'][number], index: number): Phase {
  const durationSeconds = window.endSeconds - window.startSeconds
  const offered = load.slots.filter(({ phase }) => phase === index).reduce((sum, slot) => sum + slot.offered, 0)
  const rate = offered / durationSeconds
  return {
    name: window.name,
    durationSeconds,
    measured: window.measured,
    traffic: { kind: 'open', fromRatePerSecond: rate, toRatePerSecond: rate },
  }
}
