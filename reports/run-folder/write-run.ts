// Writes everything that a run leaves behind into its folder. Each file appears whole or not at all, report.json first:
// whatever becomes of the others, it is the one that matters.

import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Report } from '../../core/report/report.ts'
import type { ReportDetails } from '../../core/report/report-details.ts'
import type { ExactRecord } from '../../core/run/exact-record.ts'
import type { LoadResult } from '../../core/run/load-result.ts'
import { UserError } from '../../core/user-error.ts'
import { requestsCsv } from '../csv/requests-csv.ts'
import { timelineCsv } from '../csv/timeline-csv.ts'
import { renderReportPage } from '../html/report/report-page.ts'
import { jsonText } from '../json/json-text.ts'
import { renderJson } from '../json/report-json.ts'
import { type JUnitPolicy, renderJUnit } from '../junit/junit.ts'
import { renderMarkdown } from '../markdown/report-markdown.ts'
import {
  clientLatencyLog,
  phaseLatencyLog,
  RESPONSE_TIME_FILE,
  RESPONSE_TIME_PHASES_FILE,
  RESPONSE_TIME_REQUESTS_FILE,
  requestLatencyLog,
  SERVICE_TIME_FILE,
  SERVICE_TIME_PHASES_FILE,
  serverLatencyLog,
} from './latency-logs.ts'
import { makeFolder } from './make-folder.ts'
import { isRunFolder, pointLatest } from './run-folder.ts'
import { LAYOUTS_FILE, layoutsOfReport } from './write-layouts.ts'
import { writeWhole } from './write-whole.ts'

/** As the rules are called in the run's folder, and in the test file beside them. */
export const ALERT_RULES_FILE = 'alert.rules.yml'

/** What was measured, beside the report that was made of it. */
export interface RunArtifacts {
  readonly load: LoadResult
  /** The curves behind the charts. */
  readonly details: ReportDetails
  /** The bundled server's own record; null for a foreign service, or where it was lost. */
  readonly exact: ExactRecord | null
  /** What the rules could read, as OpenMetrics text; null where nothing was scraped. */
  readonly openMetrics: string | null
  /** The scrapes off the grid, which serve the counting alone; null where there were none. */
  readonly countedOpenMetrics: string | null
  /** The text of the alert rule file, as evaluated; null where there is none. */
  readonly rules: string | null
  /** A `promtool test rules` file that makes the alerts do again what they did; null where there is none. */
  readonly alertTest: string | null
}

/** Not every file of a run could be written. */
export class UnwrittenFilesError extends UserError {
  /** Whether report.json could. */
  readonly hasReport: boolean

  constructor(folder: string, hasReport: boolean, cause: unknown) {
    const got = cause instanceof Error ? cause.message : String(cause)
    super(`${folder}: expected a folder that can be written to, got ${got}`, { cause })
    this.hasReport = hasReport
  }
}

/**
 * Writes the files and, for a folder of the default kind, points `latest` at it. Files of an earlier run that this one
 * has no counterpart for are removed.
 * @returns the paths that were written, in that order
 * @throws UnwrittenFilesError where not all could be written; what could be is there
 */
export async function writeReports(
  folder: string,
  report: Report,
  artifacts: RunArtifacts,
  policy?: JUnitPolicy,
): Promise<string[]> {
  const [reportFile, ...others] = runFiles(report, artifacts, policy)
  await attempt(folder, false, async () => {
    await makeFolder(folder)
    await writeFileOf(folder, reportFile)
  })
  // Now that report.json is there, whatever an earlier run left belongs to another report.
  const written = await attempt(folder, true, () => replaceFiles(folder, others))
  const latest = isRunFolder(folder, report.scenario.name) ? await pointLatest(folder) : null
  return [join(folder, reportFile.name), ...written, ...(latest === null ? [] : [latest])]
}

async function attempt<Result>(folder: string, hasReport: boolean, write: () => Promise<Result>): Promise<Result> {
  try {
    return await write()
  } catch (error) {
    if (isFromFileSystem(error)) throw new UnwrittenFilesError(folder, hasReport, error)
    throw error
  }
}

function isFromFileSystem(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error
}

interface RunFile {
  readonly name: string
  /** Called when it is to be written. Null where this run has none. */
  readonly text: () => string | null
}

function runFiles(report: Report, artifacts: RunArtifacts, policy?: JUnitPolicy): readonly [RunFile, ...RunFile[]] {
  const { load, details, exact, openMetrics, countedOpenMetrics, rules, alertTest } = artifacts
  const compared = layoutsOfReport(report)
  return [
    { name: 'report.json', text: () => renderJson(report) },
    { name: 'junit.xml', text: () => renderJUnit(report, policy) },
    { name: 'report.md', text: () => renderMarkdown(report) },
    { name: 'report.html', text: () => renderReportPage(report, details) },
    { name: 'timeline.csv', text: () => timelineCsv(report) },
    { name: 'requests.csv', text: () => requestsCsv(report) },
    { name: 'report-details.json', text: () => `${JSON.stringify(details)}\n` },
    { name: LAYOUTS_FILE, text: () => compared && jsonText(compared) },
    { name: RESPONSE_TIME_FILE, text: () => clientLatencyLog('responseTime', load, report) },
    { name: RESPONSE_TIME_PHASES_FILE, text: () => phaseLatencyLog('responseTime', load, report) },
    { name: RESPONSE_TIME_REQUESTS_FILE, text: () => requestLatencyLog(load, report) },
    { name: SERVICE_TIME_FILE, text: () => clientLatencyLog('serviceTime', load, report) },
    { name: SERVICE_TIME_PHASES_FILE, text: () => phaseLatencyLog('serviceTime', load, report) },
    { name: 'server-time.hlog', text: () => exact && serverLatencyLog(exact, report) },
    { name: ALERT_RULES_FILE, text: () => rules },
    { name: 'alert.test.yml', text: () => alertTest },
    { name: 'scrapes.om', text: () => openMetrics },
    { name: 'counted.om', text: () => countedOpenMetrics },
  ]
}

/** One that cannot be written does not keep the others from being. @throws the first error, once all were tried */
async function replaceFiles(folder: string, files: readonly RunFile[]): Promise<string[]> {
  const written: string[] = []
  const failures: unknown[] = []
  for (const { name } of files) await rm(join(folder, name), { force: true }).catch((error) => failures.push(error))
  for (const file of files)
    try {
      if (await writeFileOf(folder, file)) written.push(join(folder, file.name))
    } catch (error) {
      failures.push(error)
    }
  if (failures.length > 0) throw failures[0]
  return written
}

/** Whether the run has such a file. */
async function writeFileOf(folder: string, { name, text }: RunFile): Promise<boolean> {
  const rendered = text()
  if (rendered === null) return false
  await writeWhole(join(folder, name), rendered)
  return true
}
