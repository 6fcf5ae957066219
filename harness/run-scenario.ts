// Runs a scenario: measures it, judges it, compares bucket layouts where that was requested, and writes the files.
// The library and the command line are both thin over this.

import type { LayoutsReport } from '../core/report/layout-comparison.ts'
import type { Report } from '../core/report/report.ts'
import type { Verdict } from '../core/report/verdict.ts'
import type { Scenario } from '../core/scenario/scenario.ts'
import { writeReports } from '../reports/run-folder/write-run.ts'
import { type JudgedRun, judgeOne, judgeTogether } from './judged-run.ts'
import { runEvidence } from './layouts/run-evidence.ts'
import { measureRun } from './measure-run.ts'
import { repetitionOf } from './repetition.ts'
import { runArtifacts } from './run-artifacts.ts'
import type { RunOptions } from './setup/run-options.ts'
import { type RunSetup, setUpRun } from './setup/run-setup.ts'

export interface RunOutcome {
  readonly verdict: Verdict
  /** Sentences, worst first. */
  readonly reasons: readonly string[]
  readonly report: Report
  /** Where the report was written; null where it was not. */
  readonly folder: string | null
}

/**
 * Runs a scenario by its name, its file, or as loaded before. Leaves no process and no port behind, however it ends.
 * @throws UserError where it cannot begin: a wrong option, a mistake in a file, an unreachable target, a missing baseline
 */
export async function runScenario(scenario: string | Scenario, options: RunOptions = {}): Promise<RunOutcome> {
  const setup = await setUpRun(scenario, options)
  const runs = setup.repeat === 1 ? [] : await repeatRun(setup)
  const whole = setup.repeat === 1 ? judgeOne(await measureRun(setup)) : judgeTogether(runs, setup)
  const report = { ...whole.report, ...(await compareLayouts(whole, setup)) }
  for (const run of [...runs, { ...whole, report }]) await writeRun(run, setup, options)
  return { verdict: report.verdict, reasons: report.reasons, report, folder: setup.folder }
}

/** Each run has a fresh server and the next seed. A run that is interrupted or aborted is the last. */
async function repeatRun(setup: RunSetup): Promise<JudgedRun[]> {
  const runs: JudgedRun[] = []
  while (runs.length < setup.repeat && !runs.at(-1)?.load.interrupted) {
    setup.display.note?.(`run ${runs.length + 1} of ${setup.repeat}`)
    runs.push(judgeOne(await measureRun(repetitionOf(setup, runs.length))))
  }
  return runs
}

async function compareLayouts(run: JudgedRun, { layouts, rules }: RunSetup): Promise<LayoutsReport | null> {
  const evidence = layouts === null ? null : runEvidence(run, rules)
  if (layouts === null || evidence === null) return null
  // Loaded only where it is needed, for it loads prom-client.
  const { compareEvidence } = await import('./layouts/compare-evidence.ts')
  return compareEvidence(evidence, layouts)
}

async function writeRun(run: JudgedRun, { folder, rules }: RunSetup, { junit }: RunOptions): Promise<void> {
  if (folder !== null) await writeReports(run.report.run.folder, run.report, runArtifacts(run, rules), junit)
}
