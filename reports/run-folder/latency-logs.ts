// The run's latencies as HdrHistogram logs (version 1.3): one interval a second and phase, tagged with the phase's
// name. Values in microseconds. Tools that look at untagged lines only need to be told (`-alltags` for
// HistogramLogProcessor).

import { mergeLatencies } from '../../core/latency/latency-counts.ts'
import { type LatencyInterval, writeLatencyLog } from '../../core/latency/latency-histogram.ts'
import type { Report } from '../../core/report/report.ts'
import type { ExactRecord } from '../../core/run/exact-record.ts'
import type { LoadResult, LoadSlot } from '../../core/run/load-result.ts'
import { plainText } from '../figures/plain-text.ts'

const MEANING = {
  responseTime: 'Response time: completed - intended start, of completed requests',
  serviceTime: 'Service time: completed - sent, of completed requests',
} as const

/** What the client saw, by the second in which requests were due; warm-up included, under its own tag. */
export function clientLatencyLog(time: keyof typeof MEANING, load: LoadResult, report: Report): string {
  const neverEnded = load.slots.reduce((sum, { timeouts, unfinished }) => sum + timeouts + unfinished, 0)
  const intervals = bySecondAndPhase(load.slots).map((slots): LatencyInterval => {
    const { second, phase } = slots[0] as LoadSlot
    return {
      startSeconds: second,
      endSeconds: second + 1,
      tag: logTag(load.phases[phase]?.name ?? `phase-${phase}`),
      latencies: mergeLatencies(slots.map((slot) => slot[time])),
    }
  })
  const comments = [`${MEANING[time]}. Timeouts and unfinished requests, which have no latency: ${neverEnded}.`]
  return log(report, comments, intervals)
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

// Slots ascend by second; within one, there is a slot for each phase and request template.
function bySecondAndPhase(slots: readonly LoadSlot[]): LoadSlot[][] {
  const groups = new Map<string, LoadSlot[]>()
  for (const slot of slots) {
    const key = `${slot.second}/${slot.phase}`
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [slot])
    else group.push(slot)
  }
  return [...groups.values()]
}
