// What is known of a service, from where the user says that it is known. What reads a run or asks a Prometheus is loaded only
// then: together they are most of what a drill would have in memory before it begins.

import type { Environment } from '../../../core/environment.ts'
import type { Scenario } from '../../../core/scenario/scenario.ts'
import type { DrillOptions } from '../drill-options.ts'
import type { AlertReads } from '../model/rule-reads.ts'
import { type DrilledService, UNKNOWN_SERVICE } from './drilled-service.ts'
import { serviceOfScenario } from './service-of-scenario.ts'

export interface SourceSurroundings {
  /** Null where no scenario is the source. */
  readonly scenario: Scenario | null
  readonly reads: readonly AlertReads[]
  readonly environment: Environment
  readonly nowMs: () => number
}

/** @throws UserError where the run cannot be read, or the Prometheus cannot be asked */
export async function serviceOfSource(
  source: DrillOptions['source'],
  { scenario, reads, environment, nowMs }: SourceSurroundings,
): Promise<DrilledService> {
  switch (source.kind) {
    case 'assumed':
      return UNKNOWN_SERVICE
    case 'scenario':
      return scenario === null ? UNKNOWN_SERVICE : serviceOfScenario(scenario, source.scenario)
    case 'run': {
      const { readRun } = await import('../../../reports/run-folder/read-run.ts')
      const { serviceOfRun } = await import('./service-of-run.ts')
      return serviceOfRun(await readRun(source.path), source.path)
    }
    case 'prometheus': {
      const { remoteAccess } = await import('../../../prometheus/remote/access.ts')
      const { serviceOfPrometheus } = await import('./service-of-prometheus.ts')
      return serviceOfPrometheus({
        access: remoteAccess(source.url, environment),
        selectors: reads.flatMap(({ selectors }) => selectors),
        nowMs: nowMs(),
      })
    }
  }
}
