// The library: runs a scenario from within a program or a test, and gives back its report.
//
//   const { verdict, reasons } = await runScenario('scenarios/checkout.yaml', { target: service.url })
//   expect(verdict, reasons.join('\n')).not.toBe('fail')

import { resolve } from 'node:path'
import { systemClock } from './core/clock.ts'
import type { Report } from './core/report/report.ts'
import type { Verdict } from './core/report/verdict.ts'
import { DEFAULT_MARGIN } from './core/run/earlier-run.ts'
import type { Scenario } from './core/scenario/scenario.ts'
import type { HarnessOptions, PrometheusChoice } from './harness/harness-options.ts'
import type { LiveDisplay } from './harness/live-feed.ts'
import { runArtifacts } from './harness/run-artifacts.ts'
import * as harness from './harness.ts'
import { readRun } from './reports/read-run.ts'
import { createOutFolder } from './reports/run-folder.ts'
import { writeReports } from './reports/write-reports.ts'
import { loadScenario } from './scenario-file/load-scenario.ts'
import { overrideScenario } from './scenario-file/override-scenario.ts'

export type * from './core/report/report.ts'
export { VERDICTS, type Verdict, worstVerdict } from './core/report/verdict.ts'
export { type Baseline, DEFAULT_MARGIN, type EarlierRun } from './core/run/earlier-run.ts'
export type { LiveState } from './core/run/live-state.ts'
export type { Scenario } from './core/scenario/scenario.ts'
export { UserError } from './core/user-error.ts'
export type { LiveDisplay } from './harness/live-feed.ts'
export { readReport, readRun } from './reports/read-run.ts'
export { renderJUnit } from './reports/writers/junit.ts'
export { renderMarkdown } from './reports/writers/markdown.ts'
export { renderTerminalSummary } from './reports/writers/terminal-summary.ts'
export { loadScenario } from './scenario-file/load-scenario.ts'

export interface RunOptions {
  /** What names and relative paths are looked up from. */
  readonly cwd?: string
  /** Sends the traffic to this service instead. */
  readonly target?: string
  readonly metrics?: string
  /** A bucket layout of the bundled server. */
  readonly layout?: string
  readonly seed?: number
  /** Generator threads; 1 unless said. */
  readonly workers?: number
  /** Runs it several times, and judges all runs together. */
  readonly repeat?: number
  /** An earlier run to judge against: its folder or report.json. */
  readonly baseline?: string
  /** How much slower than the baseline a quantile may be, as a share: 0.1 unless said. */
  readonly margin?: number
  /** Ends a lost run early, this long after it is clear that it is lost. */
  readonly abortGraceSeconds?: number
  /** Who scrapes and evaluates the rules; the embedded evaluator unless said. */
  readonly prometheus?: PrometheusChoice
  /** Where to write the report and the latency logs; nothing is written unless said. */
  readonly out?: string
  /** Aborted: the run stops, and what was measured until then is judged. */
  readonly signal?: AbortSignal
  /** Told about once a second how the run stands. */
  readonly display?: LiveDisplay
  /** What `${NAME}` in a scenario refers to; this process's environment unless said. */
  readonly environment?: Readonly<Record<string, string | undefined>>
}

export interface RunOutcome {
  readonly verdict: Verdict
  /** Sentences, worst first. */
  readonly reasons: readonly string[]
  readonly report: Report
  /** Where the report was written; null where it was not. */
  readonly folder: string | null
}

/**
 * Runs a scenario by its name, its file, or as loaded before. Leaves no process and no port behind.
 * @throws UserError where it cannot begin: a mistake in the scenario, an unreachable target, a missing baseline
 */
export async function runScenario(scenario: string | Scenario, options: RunOptions = {}): Promise<RunOutcome> {
  const cwd = options.cwd ?? process.cwd()
  const loaded = overridden(typeof scenario === 'string' ? await loadScenario(scenario, { cwd }) : scenario, options)
  const folder = options.out === undefined ? null : await createOutFolder(resolve(cwd, options.out))
  const harnessOptions = await harnessOptionsOf(loaded, options, folder ?? '')
  const { repeat = 1 } = options
  const { display } = harnessOptions
  const done =
    repeat > 1
      ? await harness.runRepeatedly(loaded, harnessOptions, {
          count: repeat,
          displayOf: () => display,
          replayOf: (seed) => replayOf(loaded, seed),
        })
      : await harness.runScenario(loaded, harnessOptions)
  if (folder !== null) await writeReports(folder, done.report, await runArtifacts(done, loaded))
  const { report } = done
  return { verdict: report.verdict, reasons: report.reasons, report, folder }
}

const SILENT: LiveDisplay = { start: () => {}, update: () => {}, stop: () => {} }

function overridden(scenario: Scenario, { target, metrics, layout, seed }: RunOptions): Scenario {
  return overrideScenario(scenario, {
    ...(target === undefined ? {} : { targetUrl: target }),
    ...(metrics === undefined ? {} : { metricsUrl: metrics }),
    ...(layout === undefined ? {} : { layoutName: layout }),
    ...(seed === undefined ? {} : { seed }),
  })
}

async function harnessOptionsOf(scenario: Scenario, options: RunOptions, folder: string): Promise<HarnessOptions> {
  const cwd = options.cwd ?? process.cwd()
  const { baseline, margin = DEFAULT_MARGIN, abortGraceSeconds } = options
  return {
    folder,
    cwd,
    environment: options.environment ?? process.env,
    workers: options.workers ?? 1,
    extraLayouts: [],
    prometheus: options.prometheus ?? { kind: 'embedded' },
    display: options.display ?? SILENT,
    signal: options.signal ?? new AbortController().signal,
    clock: systemClock,
    replay: replayOf(scenario, scenario.load.seed),
    ...(baseline === undefined ? {} : { baseline: { run: await readRun(resolve(cwd, baseline)), margin } }),
    ...(abortGraceSeconds === undefined ? {} : { abortGraceSeconds }),
  }
}

function replayOf({ file }: Scenario, seed: number): string {
  return `sla-harness scenario ${file} --seed ${seed}`
}
