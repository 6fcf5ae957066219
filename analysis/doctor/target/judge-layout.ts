// Whether the buckets of the histogram can tell what the objectives ask. The verdict of a run needs none of them: the client
// timed every response. A dashboard or an alert does.

import type { DoctorCheck } from '../../../core/doctor/doctor-check.ts'
import type { LayoutFacts, LimitFacts } from '../../../core/doctor/target-facts.ts'
import { durationBeside, formatDuration } from '../../../core/text/duration.ts'
import { formatShare } from '../../../core/text/figures/share.ts'
import { counted, listed } from '../../../core/text/plural.ts'
import { check, unseen } from '../check.ts'

const UNPRINTED = 'the histogram is not printed so far'

/** Limits that are no bounds, and limits that no estimate can exceed. */
export function judgeThresholds(layout: LayoutFacts | null, limits: readonly LimitFacts[]): DoctorCheck {
  if (layout === null) return unseen('thresholds', UNPRINTED)
  if (limits.length === 0) return check('thresholds', 'ok', 'no objective sets a limit to a latency', {})
  const { bounds, name } = layout
  const highest = bounds.at(-1)
  if (highest === undefined)
    return check('thresholds', 'unknown', `${name} has no bound to hold them against`, { limits: limits.length })
  const above = limits.filter(({ seconds }) => seconds > highest && !isBound(bounds, seconds))
  const between = limits.filter(({ seconds }) => seconds <= highest && !isBound(bounds, seconds))
  const figures = {
    limits: limits.length,
    aboveHighest: above.length,
    noBound: between.length,
    highestSeconds: highest,
  }
  if (above[0] !== undefined)
    return check(
      'thresholds',
      'warning',
      `${textsOf(above)}: above the highest bound of ${name}, ${formatDuration(highest)}, which no estimate exceeds`,
      figures,
      `an alert on it never fires: add bounds at ${formatDuration(above[0].seconds)} and above it`,
    )
  if (between[0] !== undefined)
    return check(
      'thresholds',
      'warning',
      listed([...new Set(between.map(({ text, seconds }) => `${text}: ${placeAmong(bounds, seconds)}`))]),
      figures,
      `on which side of it requests are is a guess for a dashboard: add a bound at ${listed([...new Set(between.map(({ seconds }) => formatDuration(seconds)))])}`,
    )
  return check(
    'thresholds',
    'ok',
    `${textsOf(limits)}: ${limits.length === 1 ? 'a bound' : 'bounds'} of ${name}`,
    figures,
  )
}

/** Phases may have the same objective. */
function textsOf(limits: readonly LimitFacts[]): string {
  return listed([...new Set(limits.map(({ text }) => text))])
}

/** The same number, written in another unit. */
function isBound(bounds: readonly number[], seconds: number): boolean {
  return bounds.some((bound) => Math.abs(bound - seconds) <= 1e-9 * Math.max(bound, seconds))
}

function placeAmong(bounds: readonly number[], seconds: number): string {
  const below = bounds.findLast((bound) => bound < seconds)
  const above = bounds.find((bound) => bound > seconds) ?? Number.POSITIVE_INFINITY
  if (below === undefined) return `below the first bound, ${durationBeside(above, seconds)}`
  return `between the bounds ${durationBeside(below, seconds)} and ${durationBeside(above, seconds)}`
}

/** A bucket that begins below this part of its end makes an estimate within it a guess. */
const WIDE = 0.4
/** A Prometheus keeps each of them for as long as it keeps anything. */
const MANY_SERIES = 5000

/** How fine the buckets are where it matters, and how many series they make. */
export function judgeLayout(layout: LayoutFacts | null, limits: readonly LimitFacts[]): DoctorCheck {
  if (layout === null) return unseen('layout', UNPRINTED)
  const { name, bounds, labelSets } = layout
  const [first, last] = [bounds[0], bounds.at(-1)]
  // A bucket a bound, that to +Inf, the sum and the count.
  const series = labelSets === null ? null : labelSets * (bounds.length + 3)
  const figures = { bounds: bounds.length, firstSeconds: first ?? null, lastSeconds: last ?? null, labelSets, series }
  if (first === undefined || last === undefined)
    return check(
      'layout',
      'warning',
      `${name} is printed with the bucket to +Inf alone`,
      figures,
      'no quantile can be estimated from it: publish classic buckets beside native ones',
    )
  const inSeries = series === null ? '' : `, ${counted(series, 'series', 'series')}`
  const observed = `${counted(bounds.length, 'bound')} from ${formatDuration(first)} to ${formatDuration(last)}${inSeries}`
  if (series !== null && series > MANY_SERIES)
    return check(
      'layout',
      'warning',
      observed,
      figures,
      'so many series are slow to scrape and to query: leave out labels with many values',
    )
  const wide = limits.flatMap(({ seconds }) => wideBucketBelow(bounds, seconds) ?? [])[0]
  if (wide === undefined) return check('layout', 'ok', observed, figures)
  const { lower, upper } = wide
  return check(
    'layout',
    'warning',
    `${observed}; the bucket from ${formatDuration(lower)} to ${formatDuration(upper)} lies below a limit`,
    figures,
    `an estimate in it may be up to ${formatShare(1 - lower / upper)} off: sla-harness buckets recommends bounds from what requests take`,
  )
}

/** The bucket in which an estimate lies that is just within the limit, where it is wide. */
function wideBucketBelow(bounds: readonly number[], seconds: number) {
  const index = bounds.findIndex((bound) => bound >= seconds * (1 - 1e-9))
  const upper = bounds[index]
  const lower = bounds[index - 1] ?? 0
  return upper !== undefined && lower < WIDE * upper ? { lower, upper } : undefined
}
