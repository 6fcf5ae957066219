// Writes everything that a run leaves behind into its folder. Each file appears whole or not at all, report.json
// last: where it is, the others are.

import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Report } from '../../core/report/report.ts'
import type { ReportDetails } from '../../core/report/report-details.ts'
import type { ExactRecord } from '../../core/run/exact-record.ts'
import type { LoadResult } from '../../core/run/load-result.ts'
import { UserError } from '../../core/user-error.ts'
import { renderReportPage } from '../html/report/report-page.ts'
import { jsonText } from '../json/json-text.ts'
import { renderJson } from '../json/report-json.ts'
import { type JUnitPolicy, renderJUnit } from '../junit/junit.ts'
import { renderMarkdown } from '../markdown/report-markdown.ts'
import { clientLatencyLog, serverLatencyLog } from './latency-logs.ts'
import { isRunFolder, pointLatest } from './run-folder.ts'
import { LAYOUTS_FILE, layoutsOfReport } from './write-layouts.ts'

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

/**
 * Writes the files and, for a folder of the default kind, points `latest` at it. Files of an earlier run that this one
 * has no counterpart for are removed.
 * @returns the paths that were written, in that order
 * @throws UserError where the folder cannot be written to
 */
export async function writeReports(
  folder: string,
  report: Report,
  artifacts: RunArtifacts,
  policy?: JUnitPolicy,
): Promise<string[]> {
  const files = runFiles(report, artifacts, policy)
  try {
    await mkdir(folder, { recursive: true })
    const written = await replaceFiles(folder, files)
    const latest = isRunFolder(folder, report.scenario.name) ? await pointLatest(folder) : null
    return latest === null ? written : [...written, latest]
  } catch (error) {
    const got = error instanceof Error ? error.message : String(error)
    throw new UserError(`${folder}: expected a folder that can be written to, got ${got}`, { cause: error })
  }
}

interface RunFile {
  readonly name: string
  /** Null where this run has none. */
  readonly text: string | null
}

function runFiles(report: Report, artifacts: RunArtifacts, policy?: JUnitPolicy): RunFile[] {
  const { load, details, exact, openMetrics, countedOpenMetrics, rules, alertTest } = artifacts
  const compared = layoutsOfReport(report)
  return [
    { name: 'response-time.hlog', text: clientLatencyLog('responseTime', load, report) },
    { name: 'service-time.hlog', text: clientLatencyLog('serviceTime', load, report) },
    { name: 'server-time.hlog', text: exact === null ? null : serverLatencyLog(exact, report) },
    { name: 'scrapes.om', text: openMetrics },
    { name: 'counted.om', text: countedOpenMetrics },
    { name: ALERT_RULES_FILE, text: rules },
    { name: 'alert.test.yml', text: alertTest },
    { name: LAYOUTS_FILE, text: compared && jsonText(compared) },
    { name: 'junit.xml', text: renderJUnit(report, policy) },
    { name: 'report.md', text: renderMarkdown(report) },
    { name: 'report.html', text: renderReportPage(report, details) },
    { name: 'report-details.json', text: `${JSON.stringify(details)}\n` },
    { name: 'report.json', text: renderJson(report) },
  ]
}

// All are written before the first is renamed: a full disk leaves an earlier run's files as they were.
async function replaceFiles(folder: string, files: readonly RunFile[]): Promise<string[]> {
  const temporary = (name: string) => join(folder, `.${name}.${process.pid}.tmp`)
  const wanted = files.filter((file): file is RunFile & { text: string } => file.text !== null)
  try {
    for (const { name, text } of wanted) await writeFile(temporary(name), text)
    for (const { name, text } of files) if (text === null) await rm(join(folder, name), { force: true })
    for (const { name } of wanted) await rename(temporary(name), join(folder, name))
  } catch (error) {
    for (const { name } of wanted) await rm(temporary(name), { force: true })
    throw error
  }
  return wanted.map(({ name }) => join(folder, name))
}
