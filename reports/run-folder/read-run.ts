// Reads a run back from its folder: report.json, and the response times second by second and phase by phase from its latency log.

import { dirname, join } from 'node:path'
import { NO_LATENCIES, withUnbounded } from '../../core/latency/latency-counts.ts'
import type { LatencyInterval } from '../../core/latency/latency-log.ts'
import type { Report, ReportedPhase } from '../../core/report/report.ts'
import type { EarlierRun, EarlierSecond } from '../../core/run/earlier-run.ts'
import { neverEnded } from '../../core/run/load-result.ts'
import {
  logTag,
  RESPONSE_TIME_FILE,
  RESPONSE_TIME_PHASES_FILE,
  RESPONSE_TIME_REQUESTS_FILE,
  requestTags,
} from './latency-logs.ts'
import { readText, readTextIfPresent } from './read-text.ts'
import { folderAt, parseLatencyLog, parseReport } from './run-files.ts'

/**
 * @param path a run's folder, `latest`, or its report.json
 * @throws UserError if there is no report of this version, or its latency log cannot be read
 */
export async function readRun(path: string): Promise<EarlierRun> {
  const { report, folder } = await readReport(path)
  const { file, text } = await phaseLog(folder)
  const seconds = secondsOf(parseLatencyLog(text, file), report)
  const requests = await secondsByRequest(folder, report, seconds)
  return { folder, report, seconds, ...(requests && { requests }) }
}

/** Undefined for a run of several requests that did not keep them apart, as before 0.3. */
async function secondsByRequest(
  folder: string,
  { load, timeline }: Report,
  all: readonly EarlierSecond[],
): Promise<ReadonlyMap<string, readonly EarlierSecond[]> | undefined> {
  const { requests = [], phases } = load
  const [only, ...others] = requests
  if (only === undefined) return undefined
  if (others.length === 0) return new Map([[only.name, all.filter(({ phase }) => phases[phase]?.measured)]])
  const file = join(folder, RESPONSE_TIME_REQUESTS_FILE)
  const text = await readTextIfPresent(file, 'the latency log of a run')
  if (text === null) return undefined
  const intervals = parseLatencyLog(text, file)
  const measured = phases.filter((phase) => phase.measured)
  const tags = requestTags(requests.map(({ name }) => name))
  return new Map(
    requests.map((request, i) => {
      const own = intervals.filter(({ tag }) => tag === tags[i])
      const seconds = own.map(({ startSeconds, latencies }): EarlierSecond => {
        const second = Math.round(startSeconds)
        const phase = measured[phaseOf(measured, second, undefined)]
        return { second, phase: phase === undefined ? 0 : phases.indexOf(phase), responseTime: latencies }
      })
      // Where all of them never ended, the log has no line of the request.
      const none = { second: 0, phase: phases.findIndex((phase) => phase.measured), responseTime: NO_LATENCIES }
      return [request.name, withNeverEndedOf(seconds.length > 0 ? seconds : [none], neverEnded(request), timeline)]
    }),
  )
}

/** In the seconds in which timeouts were due, as far as the timeline knows; what is left was due last. */
function withNeverEndedOf(
  seconds: readonly EarlierSecond[],
  count: number,
  timeline: Report['timeline'],
): EarlierSecond[] {
  const timeoutsIn = new Map(timeline.map(({ second, timeouts }) => [second, timeouts]))
  let left = count
  return seconds.map((each, i) => {
    const taken = i === seconds.length - 1 ? left : Math.min(left, timeoutsIn.get(each.second) ?? 0)
    left -= taken
    return { ...each, responseTime: withUnbounded(each.responseTime, taken) }
  })
}

/** Versions before 0.3 kept the phases as tagged lines of response-time.hlog. */
async function phaseLog(folder: string): Promise<{ readonly file: string; readonly text: string }> {
  const file = join(folder, RESPONSE_TIME_PHASES_FILE)
  const text = await readTextIfPresent(file, 'the latency log of a run')
  if (text !== null) return { file, text }
  const older = join(folder, RESPONSE_TIME_FILE)
  return { file: older, text: await readText(older, 'the latency log of a run') }
}

/** The report alone. @throws UserError if there is no report of this version */
export async function readReport(path: string): Promise<{ readonly report: Report; readonly folder: string }> {
  const folder = await folderAt(path)
  const file = folder === undefined ? path : join(folder, 'report.json')
  const text = await readText(file, "a run's folder or report.json")
  return { report: parseReport(text, file), folder: dirname(file) }
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
  const left = report.load.phases.map(neverEnded)
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
