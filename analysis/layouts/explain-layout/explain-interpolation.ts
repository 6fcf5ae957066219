// Explains why an estimate is far from the exact quantile, in one sentence for each bucket in which that happens.

import { roundBoundsInside } from '../../../core/histogram/round-bounds.ts'
import { countAtOrBelow } from '../../../core/latency/latency-counts.ts'
import { quantileName } from '../../../core/latency/quantile.ts'
import type { ComparedLayout, LayoutFinding, LayoutQuantile } from '../../../core/report/layout-comparison.ts'
import { formatDuration } from '../../../core/text/duration.ts'
import type { AnalysisRequest } from '../analysis-request.ts'
import { type ExactWindow, observationsOf } from '../compare-layouts/exact-window.ts'
import { precise, problem, roughPercent, sentence } from './finding.ts'

/** Estimates with a smaller relative error are not explained. */
const NOTEWORTHY_ERROR = 0.1
/** A latency at most 2% above a bound or a delay is "just above" it, usually because a timer fired late. */
const JUST_ABOVE = 0.02

export function explainInterpolation(
  { kind, run }: Pick<ComparedLayout, 'kind' | 'run'>,
  request: AnalysisRequest,
  whole: ExactWindow,
): LayoutFinding[] {
  if (kind === 'native') return []
  const judged = new Set(request.judgements.map(({ quantile }) => quantile))
  const weight = (row: LayoutQuantile) => (judged.has(row.quantile) ? 1e9 : 0) + Math.abs(row.relativeError ?? 0)
  const byBucket = new Map<unknown, LayoutQuantile>()
  for (const row of run.quantiles) {
    if (row.bucket === null || row.bucket.upper === '+Inf') continue
    if (row.relativeError === null || Math.abs(row.relativeError) < NOTEWORTHY_ERROR) continue
    const other = byBucket.get(row.bucket.upper)
    if (!other || weight(row) > weight(other)) byBucket.set(row.bucket.upper, row)
  }
  return [...byBucket.values()].map((row) => interpolationFinding(row, request, whole))
}

function interpolationFinding(row: LayoutQuantile, request: AnalysisRequest, whole: ExactWindow): LayoutFinding {
  const { exact, estimate, lower, upper } = drawn(row)
  const atOrBelow = (bound: number) => (bound === 0 ? 0 : countAtOrBelow(observationsOf(request.record, whole), bound))
  const ratio = roughPercent((atOrBelow(upper) - atOrBelow(lower)) / whole.count)
  const name = `the ${quantileName(row.quantile)}`
  const delay = request.delays.find((slept) => isJustAbove(exact, slept))
  const [subject, drawnOne] =
    delay === undefined ? [`${name} is`, 'it'] : [`${formatDuration(delay)} sleeps end at`, name]
  const place = isJustAbove(exact, lower)
    ? `${precise(exact)}, just above the bound ${precise(lower)}, so ${ratio} of the requests fall into (${precise(lower)}, ${precise(upper)}]`
    : `${precise(exact)}, somewhere in (${precise(lower)}, ${precise(upper)}], which holds ${ratio} of the requests,`
  const better = betterBound(row, whole.count, atOrBelow)
  const hint = better ? `; a bound at ${precise(better.bound)} would put it at ${formatDuration(better.estimate)}` : ''
  return problem(
    'interpolation',
    sentence(`${subject} ${place} and ${drawnOne} is drawn at ${formatDuration(estimate)}${hint}`),
  )
}

/** The round bound inside the bucket that brings the estimate closest, if it at least halves the error. */
function betterBound(
  row: LayoutQuantile,
  total: number,
  atOrBelow: (bound: number) => number,
): { bound: number; estimate: number } | undefined {
  const { exact, estimate, lower, upper } = drawn(row)
  // The server's own counts may place the quantile in another bucket than the record does: then the record cannot redraw it.
  if (row.insideBucket !== true) return undefined
  const rank = row.quantile * total
  const distance = (value: number) => Math.abs(value - exact)
  return roundBoundsInside(lower, upper, 1)
    .map((bound) => {
      const [from, to] = atOrBelow(bound) >= rank ? [lower, bound] : [bound, upper]
      const below = atOrBelow(from)
      return { bound, estimate: from + (to - from) * ((rank - below) / (atOrBelow(to) - below)) }
    })
    .filter((redrawn) => distance(redrawn.estimate) <= distance(estimate) / 2)
    .sort((a, b) => distance(a.estimate) - distance(b.estimate))[0]
}

// The caller passes only rows with an exact quantile and a finite bucket.
function drawn({ exact, estimate, bucket }: LayoutQuantile): {
  exact: number
  estimate: number
  lower: number
  upper: number
} {
  const { lower, upper } = bucket as { lower: number; upper: number }
  return { exact: exact as number, estimate: estimate as number, lower, upper }
}

function isJustAbove(seconds: number, bound: number): boolean {
  return bound > 0 && seconds >= bound && seconds - bound <= JUST_ABOVE * bound
}
