// What becomes of a run once its traffic has ended: it is judged, repeated where that was requested, and kept.

import type { LayoutsReport } from '../core/report/layout-comparison.ts'
import type { Report } from '../core/report/report.ts'
import type { RunRecord } from '../core/run/run-record.ts'
import { keepRuns } from '../reports/run-folder/keep-runs.ts'
import { type JudgedRun, judgeOne, judgeTogether } from './judged-run.ts'
import { compareEvidence } from './layouts/compare-evidence.ts'
import { runEvidence } from './layouts/run-evidence.ts'
import { measureRepetition } from './repetition.ts'
import { runArtifacts } from './run-artifacts.ts'
import type { RunOutcome } from './run-outcome.ts'
import type { RunOptions } from './setup/run-options.ts'
import type { RunSetup } from './setup/run-setup.ts'

/** @param first the record of the run, or of the first one where it is repeated */
export async function concludeRun(first: RunRecord, setup: RunSetup, { junit }: RunOptions): Promise<RunOutcome> {
  const runs = setup.repeat === 1 ? [] : await repeatRun(first, setup)
  const whole = setup.repeat === 1 ? judgeOne(first) : judgeTogether(runs, setup)
  const judged = { ...whole, report: { ...whole.report, ...compareLayouts(whole, setup) } }
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
async function repeatRun(first: RunRecord, setup: RunSetup): Promise<JudgedRun[]> {
  const runs = [judgeOne(first)]
  while (runs.length < setup.repeat && !runs.at(-1)?.load.interrupted)
    runs.push(judgeOne(await measureRepetition(setup, runs.length)))
  return runs
}

function compareLayouts(run: JudgedRun, { layouts, rules }: RunSetup): LayoutsReport | null {
  const evidence = layouts === null ? null : runEvidence(run, rules)
  if (layouts === null || evidence === null) return null
  return compareEvidence(evidence, layouts)
}
