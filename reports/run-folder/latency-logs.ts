// The run's latencies as HdrHistogram logs (version 1.3), values in microseconds. A log of the measured whole has one
// untagged interval a second, because most readers, HistogramLogProcessor among them, take untagged lines only. The
// phases, those that were not measured too, are tagged lines of a log of their own.

import { mergeLatencies } from '../../core/latency/latency-counts.ts'
import { type LatencyInterval, writeLatencyLog } from '../../core/latency/latency-log.ts'
import type { Report } from '../../core/report/report.ts'
import type { ExactRecord } from '../../core/run/exact-record.ts'
import type { LoadResult, LoadSlot } from '../../core/run/load-result.ts'
import { plainText } from '../figures/plain-text.ts'

export const RESPONSE_TIME_FILE = 'response-time.hlog'
export const RESPONSE_TIME_PHASES_FILE = 'response-time-phases.hlog'
export const RESPONSE_TIME_REQUESTS_FILE = 'response-time-requests.hlog'
export const SERVICE_TIME_FILE = 'service-time.hlog'
export const SERVICE_TIME_PHASES_FILE = 'service-time-phases.hlog'

const MEANING = {
  responseTime: 'Response time: completed - intended start, of completed requests',
  serviceTime: 'Service time: completed - sent, of completed requests',
} as const

type ClientTime = keyof typeof MEANING

/** What the client saw of the measured phases together, by the second in which requests were due. */
export function clientLatencyLog(time: ClientTime, load: LoadResult, report: Report): string {
  const slots = load.slots.filter(({ phase }) => load.phases[phase]?.measured === true)
  const intervals = grouped(slots, ({ second }) => String(second)).map((together) => intervalOf(together, time))
  return log(report, [`${MEANING[time]}, in all measured phases. ${neverEnded(slots)}`], intervals)
}

/** The same phase by phase, warm-up included: an interval a second and phase, tagged with the phase's name. */
export function phaseLatencyLog(time: ClientTime, load: LoadResult, report: Report): string {
  const intervals = grouped(load.slots, ({ second, phase }) => `${second}/${phase}`).map((together) => {
    const { phase } = together[0] as LoadSlot
    return { ...intervalOf(together, time), tag: logTag(load.phases[phase]?.name ?? `phase-${phase}`) }
  })
  return log(report, [`${MEANING[time]}, phase by phase. ${neverEnded(load.slots)}`], intervals)
}

/**
 * The measured phases request by request: an interval a second, phase and request, tagged with the request's name. Null
 * where there is one request: its log is that of the whole.
 */
export function requestLatencyLog(load: LoadResult, report: Report): string | null {
  const names = (report.load.requests ?? []).map(({ name }) => name)
  if (names.length < 2) return null
  const tags = requestTags(names)
  const slots = load.slots.filter(({ phase }) => load.phases[phase]?.measured === true)
  const intervals = grouped(slots, ({ second, phase, request }) => `${second}/${phase}/${request}`).map((together) => {
    const { request } = together[0] as LoadSlot
    return { ...intervalOf(together, 'responseTime'), tag: tags[request] ?? `request-${request + 1}` }
  })
  const comment = `${MEANING.responseTime}, in all measured phases, request by request. ${neverEnded(slots)}`
  return log(report, [comment], intervals)
}

/** A tag for each request, in their order: names that become the same tag are numbered. */
export function requestTags(names: readonly string[]): string[] {
  const tags = names.map(logTag)
  return tags.map((tag, i) => {
    const before = tags.slice(0, i).filter((other) => other === tag).length
    return before === 0 ? tag : `${tag}#${before + 1}`
  })
}

/** What the server's handler took, by the second in which it was observed. */
export function serverLatencyLog(exact: ExactRecord, report: Report): string {
  const intervals = exact.seconds.map(({ second, latencies }) => ({
    startSeconds: second,
    endSeconds: second + 1,
    latencies,
  }))
  return log(report, ["The server's own record of what its histogram observed."], intervals)
}

/** A tag as HdrHistogram's log allows it: no commas, no white space. */
export function logTag(name: string): string {
  return plainText(name).replace(/[\s,]+/g, '_') || 'unnamed'
}

function log({ run, scenario }: Report, comments: readonly string[], intervals: readonly LatencyInterval[]): string {
  const heading = `[sla-harness ${run.harnessVersion}, scenario ${plainText(scenario.name)}, seed ${run.seed}]`
  const unit = 'Microseconds; the column Interval_Max in milliseconds.'
  return writeLatencyLog(new Date(run.startedAt), [heading, ...comments, unit], intervals)
}

function intervalOf(slots: readonly LoadSlot[], time: ClientTime): LatencyInterval {
  const { second } = slots[0] as LoadSlot
  return { startSeconds: second, endSeconds: second + 1, latencies: mergeLatencies(slots.map((slot) => slot[time])) }
}

function neverEnded(slots: readonly LoadSlot[]): string {
  const count = slots.reduce(
    (sum, { timeouts, unfinished, interrupted }) => sum + timeouts + unfinished - interrupted,
    0,
  )
  return `Timeouts and unfinished requests, which have no latency: ${count}.`
}

// Slots ascend by second; within one, there is a slot for each phase and request template.
function grouped(slots: readonly LoadSlot[], keyOf: (slot: LoadSlot) => string): LoadSlot[][] {
  const groups = new Map<string, LoadSlot[]>()
  for (const slot of slots) {
    const group = groups.get(keyOf(slot))
    if (group === undefined) groups.set(keyOf(slot), [slot])
    else group.push(slot)
  }
  return [...groups.values()]
}
