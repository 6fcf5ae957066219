// The composition root: one run, from top to bottom.
// Starts the service and its witness, drives the traffic, collects what both sides saw, and has it judged.

import type { BucketLayout } from './core/bucket-layout.ts'
import type { Clock } from './core/clock.ts'
import type { ExactRecord } from './core/exact-record.ts'
import type { LoadResult } from './core/load-result.ts'
import type { Report } from './core/report.ts'
import type { Scenario } from './core/scenario.ts'
import type { ServerWitness } from './core/server-witness.ts'
import { judgeRun } from './analysis/judge-run.ts'
import { runMetadata } from './harness/run-metadata.ts'
import { LiveFeed, type LiveDisplay } from './harness/live-feed.ts'
import { openService, type ServiceUnderTest } from './harness/service-under-test.ts'
import { openWitness, type Witness } from './harness/open-witness.ts'
import { runLoad } from './load/run-load.ts'
import { redactScenario } from './scenarios/redact-scenario.ts'
import { resolveLoadPlan } from './scenarios/resolve-load-plan.ts'

export interface HarnessOptions {
  /** Where the report will be written; the run itself writes nothing. */
  readonly folder: string
  readonly cwd: string
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly workers: number
  /** Layouts that the bundled server observes beside its own. */
  readonly extraLayouts: readonly BucketLayout[]
  readonly display: LiveDisplay
  /** Aborted when the user wants the run to stop: what was measured until then is judged and returned. */
  readonly signal: AbortSignal
  readonly clock: Clock
}

export interface ScenarioRun {
  readonly report: Report
  readonly load: LoadResult
  readonly witness: ServerWitness | null
  readonly exact: ExactRecord | null
}

/**
 * Runs a scenario and judges it. Leaves no process, port or temporary file behind, however it ends.
 * @throws UserError where the run could not begin: a bad rule file, an unreachable target, a missing variable
 */
export async function runScenario(scenario: Scenario, options: HarnessOptions): Promise<ScenarioRun> {
  const service = await openService(scenario, options)
  try {
    const witness = await openWitness(service.metrics, scenario, options)
    try {
      const startedAt = new Date()
      const seen = await observe(scenario, service, witness, options)
      const run = runMetadata({ scenario, startedAt, options, seen })
      const redactedScenario = redactScenario(scenario, options.cwd)
      return { ...seen, report: judgeRun({ scenario, redactedScenario, run, ...seen }) }
    } finally {
      witness?.stop()
    }
  } finally {
    await service.close()
  }
}

interface Observations {
  readonly load: LoadResult
  readonly witness: ServerWitness | null
  readonly exact: ExactRecord | null
  readonly problems: readonly string[]
}
