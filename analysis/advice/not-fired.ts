// What to change of an alert that did not fire before its deadline although it should have.
//
// An alert fires once its quantile, drawn over the range, has been above the threshold for its `for`. So what keeps it from
// firing is one of these:
//   nothing was slow enough                          → the load, or the threshold
//   single seconds were, the range was not           → a shorter range
//   the range was, its estimate was not              → a bound at the threshold
//   the estimate was, but not for long enough        → a shorter for

import { quantileName } from '../../core/latency/quantile.ts'
import type { Advice } from '../../core/report/advice.ts'
import type { AlertFinding, Report, ReportedPhase } from '../../core/report/report.ts'
import { formatDuration } from '../../core/text/duration.ts'
import { alertTiming, type Height, longestPending, niceAtOrBelow } from './alert-timing.ts'
import { boundsAround, highestBound, isBound } from './bounds-around.ts'

interface Place {
  readonly from: number
  readonly to: number
  readonly phase: ReportedPhase
  readonly report: Report
}

export function notFired(
  alert: AlertFinding,
  watches: NonNullable<AlertFinding['watches']>,
  { from, to, phase, report }: Place,
): Advice {
  const { quantile, thresholdSeconds, rangeSeconds } = watches
  const { estimate, window, slot } = alertTiming(report, watches, from, to)
  const { name, forSeconds } = alert
  const about = { weight: 'decides', about: name } as const
  const [name95, limit] = [quantileName(quantile), formatDuration(thresholdSeconds)]
  const buckets = report.server?.buckets ?? []
  const highest = highestBound(buckets)
  if (highest !== null && highest <= thresholdSeconds) {
    const add = niceBound(thresholdSeconds)
    return {
      ...about,
      kind: 'highest-bound',
      action: `Give the histogram a bound above ${limit}, at ${formatDuration(add)} for instance: as it is, ${name} can never fire.`,
      figure: `The highest bound is ${formatDuration(highest)}; histogram_quantile returns no more than that, and the threshold is ${limit}.`,
      change: { what: 'bound', add },
    }
  }
  const pending = longestPending(alert, from, to)
  if (pending > 0) {
    const shorter = niceAtOrBelow(pending * 0.8)
    return {
      ...about,
      kind: 'for',
      action:
        shorter > 0
          ? `Shorten for of ${name} from ${formatDuration(forSeconds)} to ${formatDuration(shorter)}, or let ${phase.name} last longer.`
          : `Let ${phase.name} last longer than for of ${name} (${formatDuration(forSeconds)}).`,
      figure: `It was pending for ${formatDuration(pending)} at the longest, and for asks ${formatDuration(forSeconds)}.`,
      ...(shorter > 0 && { change: { what: 'for', from: forSeconds, to: shorter } }),
    }
  }
  if (window !== null && reaches(window, thresholdSeconds))
    return {
      ...about,
      kind: 'bound',
      action: isBound(thresholdSeconds, buckets)
        ? `Compare what the rule of ${name} selects with what is loaded: users were slower than its threshold, what it saw was not.`
        : `Give the histogram a bound at ${limit}, the threshold of ${name}.`,
      figure: `Over the rule's range the exact ${name95} came to ${shown(window)}, what the rule drew to ${shown(estimate)}.${isBound(thresholdSeconds, buckets) || buckets.length === 0 ? '' : ` ${boundsAround(thresholdSeconds, buckets)}`}`,
      ...(isBound(thresholdSeconds, buckets) ? {} : { change: { what: 'bound', add: thresholdSeconds } }),
    }
  if (slot !== null && slot.longestAbove > 0 && rangeSeconds > slot.longestAbove) {
    const shorter = niceAtOrBelow(Math.max(2, slot.longestAbove))
    return {
      ...about,
      kind: 'range',
      action: `Shorten the range of ${name} from ${formatDuration(rangeSeconds)} to ${formatDuration(shorter)} (four scrapes at the least), or let ${phase.name} last longer.`,
      figure: `Single seconds had a ${name95} of up to ${shown(slot)}, for ${formatDuration(slot.longestAbove)} in a row; over ${formatDuration(rangeSeconds)} it came to ${shown(window ?? estimate)}, and the threshold is ${limit}.`,
      change: { what: 'range', from: rangeSeconds, to: shorter },
    }
  }
  const seen = slot ?? window ?? estimate
  const lower =
    seen.highest === null || !Number.isFinite(seen.highest) ? null : Number((seen.highest * 0.8).toPrecision(2))
  return {
    ...about,
    kind: seen.highest === null ? 'data' : 'load',
    action:
      lower === null
        ? `Send load in ${phase.name} that the rule of ${name} can see: it had nothing to compare.`
        : `Load ${phase.name} harder, so that something is slow enough for ${name}, or set its threshold to ${formatDuration(lower)}.`,
    figure:
      seen.highest === null
        ? alert.reason
        : `The ${name95} of the slowest second was ${shown(seen)} until the deadline, and the threshold is ${limit}.`,
    ...(lower === null ? {} : { change: { what: 'threshold', from: thresholdSeconds, to: lower } }),
  }
}

function reaches({ highest }: Height, thresholdSeconds: number): boolean {
  return highest !== null && highest > thresholdSeconds
}

function shown({ highest }: Height): string {
  return highest === null ? 'nothing' : formatDuration(highest)
}

function niceBound(thresholdSeconds: number): number {
  return Number((thresholdSeconds * 2).toPrecision(1))
}
