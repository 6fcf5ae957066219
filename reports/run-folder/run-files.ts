// Reads the single files of a run's folder. Every message names the file, what was expected and what was found.

import { readFile, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { hasLatencyIntervals, type LatencyInterval, readLatencyLog } from '../../core/latency/latency-log.ts'
import type { Report } from '../../core/report/report.ts'
import { reportSchema } from '../../core/report/schema/report-schema.ts'
import { UserError } from '../../core/user-error.ts'

/** The folder at a path; undefined if there is none. Where links are not available, `latest` is a text file with its name. */
export async function folderAt(path: string): Promise<string | undefined> {
  const isFolder = await stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  )
  if (isFolder) return path
  if (!path.endsWith('latest')) return undefined
  const name = await readFile(path, 'utf8').catch(() => undefined)
  return name === undefined ? undefined : join(dirname(path), name.trim())
}

/** @param file named in errors @throws UserError if the text is not a report of this version */
export function parseReport(text: string, file: string): Report {
  const parsed = reportSchema.safeParse(parseJson(text, file))
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  const where = issue === undefined ? '' : ` at ${issue.path.join('.') || 'its root'}: ${issue.message}`
  throw new UserError(`${file}: expected a report that this version writes, got something else${where}`)
}

/**
 * @param file named in errors
 * @param unitSeconds what one unit of the log's values is worth; a microsecond unless given
 * @throws UserError if the text is not a HdrHistogram log
 */
export function parseLatencyLog(text: string, file: string, unitSeconds?: number): LatencyInterval[] {
  try {
    const isLog = hasLatencyIntervals(text) || /^#\[Histogram log format/m.test(text)
    if (isLog) return readLatencyLog(text, unitSeconds)
  } catch (cause) {
    throw new UserError(`${file}: expected a HdrHistogram log, got one whose intervals cannot be decoded`, { cause })
  }
  throw new UserError(`${file}: expected a HdrHistogram log with latencies in it, got ${contentOf(text)}`)
}

function contentOf(text: string): string {
  if (/^\s*\{/.test(text)) return "JSON; where it is a run's report.json, name the folder it lies in"
  if (/^# (?:TYPE|HELP|EOF)/m.test(text))
    return "a page of metrics; where it is a run's scrapes.om, name the folder it lies in"
  if (/Detailed Percentile spectrum|#\[Mean/.test(text))
    return 'a table of percentiles, as wrk2 prints it, which is no log of intervals'
  return 'a text without intervals'
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new UserError(`${file}: invalid JSON: ${(error as Error).message}`, { cause: error })
  }
}
