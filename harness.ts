// The composition root: one run, from top to bottom.
// Starts the service and its witness, drives the traffic, collects what both sides saw, and has it judged.

import { judgeRun } from './analysis/judge-run.ts'
import type { Clock } from './core/clock.ts'
import type { ExactRecord } from './core/exact-record.ts'
import type { LoadResult } from './core/load-result.ts'
import type { Report } from './core/report.ts'
import type { Scenario } from './core/scenario.ts'
import type { ServerWitness } from './core/server-witness.ts'
import type { HarnessOptions } from './harness/harness-options.ts'
import { LiveFeed } from './harness/live-feed.ts'
import { openWitness, type Witness } from './harness/open-witness.ts'
import { reportRun } from './harness/report-run.ts'
import { openService, type ServiceUnderTest } from './harness/service-under-test.ts'
import { runLoad } from './load/run-load.ts'
import { redactScenario } from './scenarios/redact-scenario.ts'
import { resolveLoadPlan } from './scenarios/resolve-load-plan.ts'

export interface ScenarioRun {
  readonly report: Report
  readonly load: LoadResult
  readonly witness: ServerWitness | null
  readonly exact: ExactRecord | null
}

/** What both sides saw of one run. */
export interface Observations {
  readonly startedAt: Date
  readonly load: LoadResult
  readonly witness: ServerWitness | null
  readonly exact: ExactRecord | null
  /** What went wrong on the way without ending the run. */
  readonly problems: readonly string[]
}

/**
 * Runs a scenario and judges it. Leaves no process or port behind, however it ends.
 * @throws UserError where the run could not begin: a bad rule file, an unreachable target, a missing variable
 */
export async function runScenario(scenario: Scenario, options: HarnessOptions): Promise<ScenarioRun> {
  const service = await openService(scenario, options)
  try {
    const witness = await openWitness(service.metrics, scenario, options)
    try {
      const { startedAt, problems, ...seen } = await observe(scenario, service, witness, options)
      const run = reportRun(scenario, options, { startedAt, load: seen.load, problems })
      const report = judgeRun({ scenario, redactedScenario: redactScenario(scenario, options.cwd), run, ...seen })
      return { report, ...seen }
    } finally {
      await witness?.stop()
    }
  } finally {
    await service.close()
  }
}

// A completion that the client has read may reach the server's histogram a moment later.
const SETTLE_SECONDS = 0.25

async function observe(
  scenario: Scenario,
  service: ServiceUnderTest,
  witness: Witness | null,
  options: HarnessOptions,
): Promise<Observations> {
  const { clock, environment, workers, signal } = options
  const problems: string[] = []
  const note = (problem: string) => {
    problems.push(problem)
    feed.note(problem)
  }
  const feed = new LiveFeed(scenario, witness, options.display, clock)
  let startedAt = new Date()
  let zeroSeconds: number | null = null
  const plan = resolveLoadPlan(scenario, { url: service.url, environment, workers })
  const traffic = runLoad(plan, {
    onZero(zero) {
      zeroSeconds = zero
      startedAt = new Date(Date.now() + (zero - clock.nowSeconds()) * 1e3)
      witness?.start(zero, startedAt.getTime())
      feed.start(zero)
    },
    async beforeMeasured() {
      await service
        .beginRecord(zeroSeconds ?? clock.nowSeconds())
        .catch((error) => note(`the exact record did not begin: ${error.message}`))
      await witness?.scrapeNow()
    },
    onPhaseStart(index) {
      const phase = plan.phases[index]?.name ?? null
      feed.enter({ kind: 'phase', index })
      service.enterPhase(phase).catch((error) => note(`faults of phase ${phase} were not switched: ${error.message}`))
    },
    onProgress: (progress) => feed.progress(progress),
  })
  const stop = () => traffic.interrupt()
  signal.addEventListener('abort', stop, { once: true })
  if (signal.aborted) stop()
  service.death.then((cause) => {
    note(cause)
    stop()
  })
  try {
    const load = await traffic.result
    feed.enter({ kind: 'reporting' })
    const seen = zeroSeconds === null ? null : await lastLook(witness, clock)
    const exact = await service.collectRecord().catch((error) => {
      note(`the server's exact record was lost: ${error.message}`)
      return null
    })
    return { startedAt, load, witness: seen, exact, problems }
  } finally {
    signal.removeEventListener('abort', stop)
    feed.stop()
  }
}

async function lastLook(witness: Witness | null, clock: Clock): Promise<ServerWitness | null> {
  if (witness === null) return null
  await clock.sleep(SETTLE_SECONDS)
  await witness.scrapeNow()
  return witness.finish()
}
