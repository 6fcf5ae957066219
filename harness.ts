// The composition root: one run, from top to bottom.
// Starts the service and its witness, drives the traffic, collects what both sides saw, and has it judged.

import { NOTHING_SEEN, watchForAbort } from './analysis/abort/abort-watch.ts'
import { judgeRun } from './analysis/judge-run.ts'
import { judgeRuns } from './analysis/judge-runs.ts'
import { poolRuns } from './analysis/repeats/pool-runs.ts'
import { reportDetails } from './analysis/report-details.ts'
import type { Clock } from './core/clock.ts'
import type { Report } from './core/report/report.ts'
import type { ReportDetails } from './core/report/report-details.ts'
import type { ExactRecord } from './core/run/exact-record.ts'
import type { LoadResult } from './core/run/load-result.ts'
import type { PrometheusRecord } from './core/run/prometheus-record.ts'
import type { RunRecord } from './core/run/run-record.ts'
import type { Scenario } from './core/scenario/scenario.ts'
import type { HarnessOptions } from './harness/harness-options.ts'
import { LiveFeed } from './harness/live-feed.ts'
import { openWitness, type Witness } from './harness/open-witness.ts'
import { type Repetition, repeatedRun } from './harness/repetition.ts'
import { reportedRuns, reportRun } from './harness/report-run.ts'
import { openService, type ServiceUnderTest } from './harness/service-under-test.ts'
import { runLoad } from './load/run-load.ts'
import { redactScenario } from './scenario-file/redact/redact-scenario.ts'
import { resolveLoadPlan } from './scenario-file/resolve/resolve-load-plan.ts'

export interface ScenarioRun {
  readonly report: Report
  readonly details: ReportDetails
  readonly load: LoadResult
  readonly prometheus: PrometheusRecord | null
  readonly exact: ExactRecord | null
}

/** What both sides saw of one run. */
export interface Observations {
  readonly startedAt: Date
  readonly load: LoadResult
  readonly prometheus: PrometheusRecord | null
  readonly exact: ExactRecord | null
  /** What went wrong on the way without ending the run. */
  readonly problems: readonly string[]
  /** Why the harness itself ended the run early. */
  readonly aborted: string | null
}

/**
 * Runs a scenario and judges it. Leaves no process or port behind, however it ends.
 * @throws UserError where the run could not begin: a bad rule file, an unreachable target, a missing variable
 */
export async function runScenario(scenario: Scenario, options: HarnessOptions): Promise<ScenarioRun> {
  return judged(await measureScenario(scenario, options))
}

/** Several runs of one scenario, and what they say together. */
export interface RepeatedScenarioRun extends ScenarioRun {
  readonly runs: readonly ScenarioRun[]
}

/**
 * Runs a scenario several times, each with a fresh server and the next seed, and judges all of it together. A run that
 * is interrupted or aborted is the last.
 * @throws UserError where a run could not begin
 */
export async function runRepeatedly(
  scenario: Scenario,
  options: HarnessOptions,
  repetition: Repetition,
): Promise<RepeatedScenarioRun> {
  const records: RunRecord[] = []
  while (records.length < repetition.count && !records.at(-1)?.load.interrupted) {
    const [seeded, ownOptions] = repeatedRun(scenario, options, repetition, records.length)
    records.push(await measureScenario(seeded, ownOptions))
  }
  const pooled = poolRuns(records)
  const runs = records.map(judged)
  const reports = runs.map(({ report }) => report)
  const report = judgeRuns({ records, reports, pooled }, reportedRuns(records, options))
  return { ...pooled, report, details: reportDetails(pooled, report), runs }
}

function judged(record: RunRecord): ScenarioRun {
  const report = judgeRun(record)
  return { ...record, report, details: reportDetails(record, report) }
}

/** What both witnesses saw of one run, not yet judged. */
async function measureScenario(scenario: Scenario, options: HarnessOptions): Promise<RunRecord> {
  const service = await openService(scenario, options)
  try {
    const witness = await openWitness(service.metrics, scenario, options)
    try {
      const { startedAt, problems, aborted, ...seen } = await observe(scenario, service, witness, options)
      const run = reportRun(scenario, options, { startedAt, load: seen.load, problems, aborted })
      const redactedScenario = redactScenario(scenario, options.cwd)
      const baseline = options.baseline === undefined ? {} : { baseline: options.baseline }
      return { scenario, redactedScenario, run, ...seen, ...baseline }
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
  let aborted: string | null = null
  let watch = NOTHING_SEEN
  const plan = resolveLoadPlan(scenario, { url: service.url, environment, workers })
  const traffic = runLoad(plan, {
    onEpoch(zero) {
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
      service
        .enterPhase(phase)
        .catch((error) => note(`phase ${phase} did not begin as the scenario says: ${error.message}`))
    },
    onProgress(progress) {
      feed.progress(progress)
      if (options.abortGraceSeconds === undefined || aborted !== null) return
      watch = watchForAbort(watch, progress, scenario, options.abortGraceSeconds)
      if (watch.verdict !== null) abort(watch.verdict)
    },
  })
  const stop = () => traffic.interrupt()
  signal.addEventListener('abort', stop, { once: true })
  if (signal.aborted) stop()
  const abort = (reason: string) => {
    if (!signal.aborted) aborted ??= reason
    note(reason)
    stop()
  }
  service.death.then(abort)
  try {
    const load = await traffic.result
    feed.enter({ kind: 'reporting' })
    const seen = zeroSeconds === null ? null : await lastLook(witness, clock)
    const exact = await service.collectRecord().catch((error) => {
      note(`the server's exact record was lost: ${error.message}`)
      return null
    })
    return { startedAt, load, prometheus: seen, exact, problems, aborted: load.interrupted ? aborted : null }
  } finally {
    signal.removeEventListener('abort', stop)
    feed.stop()
  }
}

async function lastLook(witness: Witness | null, clock: Clock): Promise<PrometheusRecord | null> {
  if (witness === null) return null
  await clock.sleep(SETTLE_SECONDS)
  await witness.scrapeNow()
  return witness.finish()
}
