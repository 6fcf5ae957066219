// Reads a run back from its folder: report.json, and the response times second by second from response-time.hlog.

import { readFile, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { withUnbounded } from '../../core/latency/latency-counts.ts'
import { type LatencyInterval, readLatencyLog } from '../../core/latency/latency-histogram.ts'
import type { Report, ReportedPhase } from '../../core/report/report.ts'
import { reportSchema } from '../../core/report/schema/report-schema.ts'
import type { EarlierRun, EarlierSecond } from '../../core/run/earlier-run.ts'
import { UserError } from '../../core/user-error.ts'
import { logTag } from './latency-logs.ts'

/**
 * @param path a run's folder, `latest`, or its report.json
 * @throws UserError where there is no report, it is another version's, or its latency log cannot be read
 */
export async function readRun(path: string): Promise<EarlierRun> {
  const { report, folder } = await readReport(path)
  const file = join(folder, 'response-time.hlog')
  const text = await readText(file, 'the latency log of a run')
  return { folder, report, seconds: secondsOf(intervalsOf(text, file), report) }
}

/** The report alone. @throws UserError where there is none, or it is another version's */
export async function readReport(path: string): Promise<{ readonly report: Report; readonly folder: string }> {
  const isFolder = await stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  )
  const link = isFolder ? path : await textLink(path)
  const file = link === null ? path : join(link, 'report.json')
  const text = await readText(file, "a run's folder or report.json")
  return { report: parseReport(text, file), folder: dirname(file) }
}

/** Where links are refused, `latest` is a text file with the name of the folder beside it. */
async function textLink(path: string): Promise<string | null> {
  if (!path.endsWith('latest')) return null
  const text = await readFile(path, 'utf8').catch(() => null)
  return text === null ? null : join(dirname(path), text.trim())
}

async function readText(file: string, expected: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    const got = { ENOENT: 'no such file', EISDIR: 'a folder', ENOTDIR: 'no such file' }[code ?? ''] ?? message
    throw new UserError(`${file}: expected ${expected}, got ${got}`, { cause: error })
  }
}

/** @param file where the text is from, for the error @throws UserError where it is no report of this version */
export function parseReport(text: string, file: string): Report {
  try {
    const parsed = reportSchema.safeParse(JSON.parse(text))
    if (parsed.success) return parsed.data
    const issue = parsed.error.issues[0]
    const where = issue === undefined ? '' : ` at ${issue.path.join('.') || 'its root'}: ${issue.message}`
    throw new UserError(`${file}: expected a report that this version writes, got something else${where}`)
  } catch (error) {
    if (error instanceof UserError) throw error
    throw new UserError(`${file}: expected JSON, got text that is none`, { cause: error })
  }
}

function intervalsOf(text: string, file: string): LatencyInterval[] {
  try {
    return readLatencyLog(text)
  } catch (error) {
    throw new UserError(`${file}: expected a HdrHistogram log, got text that is none`, { cause: error })
  }
}

function secondsOf(intervals: readonly LatencyInterval[], report: Report): EarlierSecond[] {
  const seconds = intervals.map(({ startSeconds, tag, latencies }) => {
    const second = Math.round(startSeconds)
    return { second, phase: phaseOf(report.load.phases, second, tag), responseTime: latencies }
  })
  return withNeverEnded(seconds, report)
}

/** Phases may share a name; the one of that name that is nearest is meant. */
function phaseOf(phases: readonly ReportedPhase[], second: number, tag: string | undefined): number {
  const distance = ({ startSeconds, endSeconds }: ReportedPhase) =>
    Math.max(0, startSeconds - (second + 0.5), second + 0.5 - endSeconds)
  const candidates = phases.map((phase, index) => ({ index, name: logTag(phase.name), distance: distance(phase) }))
  const named = candidates.filter(({ name }) => name === tag)
  const [nearest] = (named.length > 0 ? named : candidates).sort((a, b) => a.distance - b.distance)
  return nearest?.index ?? 0
}

/**
 * A log of latencies has no place for requests that never ended. The timeline says in which second each timeout was
 * due; what is left (unfinished ones) was due last.
 */
function withNeverEnded(seconds: readonly EarlierSecond[], report: Report): EarlierSecond[] {
  const left = report.load.phases.map(({ timeouts, unfinished }) => timeouts + unfinished)
  const timeoutsIn = new Map(report.timeline.map(({ second, timeouts }) => [second, timeouts]))
  const take = (phase: number, most: number): number => {
    const taken = Math.min(left[phase] ?? 0, most)
    left[phase] = (left[phase] ?? 0) - taken
    return taken
  }
  const timed = seconds.map((each) => {
    const taken = take(each.phase, timeoutsIn.get(each.second) ?? 0)
    timeoutsIn.set(each.second, (timeoutsIn.get(each.second) ?? 0) - taken)
    return { ...each, responseTime: withUnbounded(each.responseTime, taken) }
  })
  return timed.map((each, i) => {
    const isLast = timed.findLastIndex(({ phase }) => phase === each.phase) === i
    return isLast ? { ...each, responseTime: withUnbounded(each.responseTime, take(each.phase, Infinity)) } : each
  })
}
