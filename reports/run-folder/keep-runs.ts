// Keeps runs in their folder, or in another where that one cannot be written: a full disk must not cost what was measured.

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import type { Report } from '../../core/report/report.ts'
import { listed } from '../../core/text/plural.ts'
import type { JUnitPolicy } from '../junit/junit.ts'
import { type RunArtifacts, UnwrittenFilesError, writeReports } from './write-run.ts'

export interface RunToKeep {
  /** `run.folder` says where it belongs: in the folder of all, or below it. */
  readonly report: Report
  /** Called when they are to be written. */
  readonly artifacts: () => RunArtifacts
}

export interface KeptReports {
  /** Where the runs are; null where they could not be kept at all. */
  readonly folder: string | null
  /** The reports as they were written. */
  readonly reports: readonly Report[]
  /** A sentence on what could not be written, and where the runs are instead. Null where all is in its place. */
  readonly problem: string | null
}

/**
 * Writes the runs in their order. It throws for defects alone.
 * @param folder of all of them
 * @param places where a folder may be made when that one cannot be written
 */
export async function keepRuns(
  folder: string,
  runs: readonly RunToKeep[],
  policy?: JUnitPolicy,
  places: readonly string[] = usualPlaces(),
): Promise<KeptReports> {
  const failure = await failureOf(runs, policy)
  if (failure === null) return { folder, reports: reportsOf(runs), problem: null }
  for (const place of places) {
    const fallback = await mkdtemp(join(place, 'sla-harness-')).catch(() => null)
    if (fallback === null) continue
    const problem = `${failure.message}. The report is in ${fallback} instead.`
    const moved = runs.map((run) => moveTo(run, join(fallback, relative(folder, run.report.run.folder)), problem))
    if ((await failureOf(moved, policy)) === null) return { folder: fallback, reports: reportsOf(moved), problem }
    await rm(fallback, { recursive: true, force: true }).catch(() => undefined)
  }
  const nowhere = `${failure.message}. Neither could all of it be written to ${listed(places)}.`
  if (failure.hasReport)
    return { folder, reports: reportsOf(runs), problem: `${nowhere} What could be is in ${folder}.` }
  const problem = `${nowhere} Only what is printed is left of the run.`
  return { folder: null, reports: reportsOf(runs.map((run) => moveTo(run, '', problem))), problem }
}

function usualPlaces(): string[] {
  return [...new Set([tmpdir(), '/tmp', ...(process.env.HOME ? [process.env.HOME] : [])])]
}

/** Null where all was written. `hasReport` is about the first run. */
async function failureOf(runs: readonly RunToKeep[], policy?: JUnitPolicy): Promise<UnwrittenFilesError | null> {
  let failure: UnwrittenFilesError | null = null
  for (const { report, artifacts } of runs)
    try {
      await writeReports(report.run.folder, report, artifacts(), policy)
    } catch (error) {
      if (!(error instanceof UnwrittenFilesError)) throw error
      failure ??= error
    }
  return failure
}

function reportsOf(runs: readonly RunToKeep[]): Report[] {
  return runs.map(({ report }) => report)
}

function moveTo({ report, artifacts }: RunToKeep, folder: string, problem: string): RunToKeep {
  const run = { ...report.run, folder, problems: [...report.run.problems, problem] }
  return { report: { ...report, run }, artifacts }
}
