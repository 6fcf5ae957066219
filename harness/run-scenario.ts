// Runs a scenario: measures it, judges it, compares bucket layouts where that was requested, and writes the files.
// The library and the command line are both thin over this.

import type { LayoutsReport } from '../core/report/layout-comparison.ts'
import type { Report } from '../core/report/report.ts'
import type { Verdict } from '../core/report/worst-verdict.ts'
import type { Scenario } from '../core/scenario/scenario.ts'
import { keepRuns } from '../reports/run-folder/keep-runs.ts'
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
  /** Why the report is not, or not all of it, where it was to be written, and where it is instead; null where it is. */
  readonly unkept: string | null
}

/**
 * Runs a scenario by its name, its file, or as loaded before. Leaves no process and no port behind, however it ends.
 * @throws UserError where it cannot begin: a wrong option, a mistake in a file, an unreachable target, a missing baseline
 */
export async function runScenario(scenario: string | Scenario, options: RunOptions = {}): Promise<RunOutcome> {
  const setup = await setUpRun(scenario, options)
  try {
    return await runAndKeep(setup, options)
  } catch (error) {
    await setup.releaseFolder()
    throw error
  }
}

async function runAndKeep(setup: RunSetup, { junit }: RunOptions): Promise<RunOutcome> {
  const runs = setup.repeat === 1 ? [] : await repeatRun(setup)
  const whole = setup.repeat === 1 ? judgeOne(await measureRun(setup)) : judgeTogether(runs, setup)
  const judged = { ...whole, report: { ...whole.report, ...(await compareLayouts(whole, setup)) } }
  const { report } = judged
  if (setup.folder === null) return { ...outcomeOf(report), folder: null, unkept: null }
  const { folder, reports, problem } = await keepRuns(
    setup.folder,
    [judged, ...runs].map((run) => ({ report: run.report, artifacts: () => runArtifacts(run, setup.rules) })),
    junit,
  )
  return { ...outcomeOf(reports[0] ?? report), folder, unkept: problem }
}

function outcomeOf(report: Report): Pick<RunOutcome, 'verdict' | 'reasons' | 'report'> {
  return { verdict: report.verdict, reasons: report.reasons, report }
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
