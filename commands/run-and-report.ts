// What every command that runs a scenario does: the run itself, watched and interruptible, and its files.

import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { systemClock } from '../core/clock.ts'
import type { LayoutsReport } from '../core/layout-comparison.ts'
import type { Report } from '../core/report.ts'
import type { Scenario } from '../core/scenario.ts'
import type { PrometheusChoice } from '../harness/harness-options.ts'
import { compareEvidence, type LayoutRequest } from '../harness/layouts/compare-evidence.ts'
import { comparedLayouts, observedLayouts, ownLayoutOf } from '../harness/layouts/compared-layouts.ts'
import { evidenceOfRun } from '../harness/layouts/evidence-of-run.ts'
import { runScenario, type ScenarioRun } from '../harness.ts'
import { createOutFolder, createRunFolder, RUNS_FOLDER } from '../reports/run-folder.ts'
import { type LiveDisplay, liveDisplay } from '../reports/terminal/live-display.ts'
import { writeReports } from '../reports/write-reports.ts'
import { interruptSignal } from './interrupt.ts'

export interface RunSettings {
  /** The report's folder; left out for the usual one. */
  readonly out?: string
  readonly quiet?: boolean
  readonly workers: number
  readonly prometheus: PrometheusChoice
  /** The command that runs the same again. */
  readonly replay: string
}

export interface ReportedOutcome {
  readonly report: Report
  /** Whether the user stopped it. */
  readonly interrupted: boolean
}

/** @param compared the bucket layouts to compare on the run; null for none */
export async function runAndReport(
  scenario: Scenario,
  { out, quiet, workers, prometheus, replay }: RunSettings,
  compared: LayoutRequest | null,
): Promise<ReportedOutcome> {
  const own = ownLayoutOf(scenario)
  // Before the run: what is wrong with them must not cost one.
  if (compared) comparedLayouts(own, compared.layouts)
  const extraLayouts = own && compared ? observedLayouts(own, compared.layouts) : []
  const folder = await folderOf(scenario, out)
  const display = quiet ? SILENT : liveDisplay({ stream: process.stderr, env: process.env, exit: process })
  const signal = interruptSignal(() =>
    display.note('stopping; what was measured is reported (Ctrl-C again leaves at once)'),
  )
  const run = await runScenario(scenario, {
    folder,
    cwd: process.cwd(),
    environment: process.env,
    workers,
    extraLayouts,
    display,
    prometheus,
    signal,
    clock: systemClock,
    replay,
  })
  const report = { ...run.report, ...(compared && (await layoutsOf(scenario, run, compared))) }
  const { rulesFile } = scenario.prometheus
  await writeReports(folder, report, {
    load: run.load,
    exact: run.exact,
    openMetrics: run.witness?.openMetrics ?? null,
    rules: rulesFile === null ? null : await readFile(rulesFile, 'utf8'),
  })
  return { report, interrupted: signal.aborted }
}

const SILENT: LiveDisplay = { start: () => {}, update: () => {}, note: () => {}, stop: () => {} }

async function layoutsOf(scenario: Scenario, run: ScenarioRun, compared: LayoutRequest): Promise<LayoutsReport | null> {
  const evidence = await evidenceOfRun(scenario, run)
  return evidence && compareEvidence(evidence, compared)
}

function folderOf(scenario: Scenario, out: string | undefined): Promise<string> {
  return out === undefined ? createRunFolder(scenario.name, new Date(), RUNS_FOLDER) : createOutFolder(resolve(out))
}
