// Why a quantile is drawn far from where it is: one sentence for each bucket in which that happens.

import type { ComparedLayout, LayoutFinding, LayoutQuantile } from '../../../core/report/layout-comparison.ts'
import type { LayoutQuestion } from '../analysis-request.ts'
import { countAtOrBelow, type ExactStretch } from '../compare-layouts/exact-window.ts'
import { friendlyBounds } from '../round-bounds.ts'
import { label, precise, problem, roughly, seconds, sentence } from './finding.ts'

/** An estimate this far off, relative, deserves a sentence. */
const NOTEWORTHY_ERROR = 0.1
/** A latency within 2% above a bound, or above a delay, sits "just above" it: a timer's overshoot, as a rule. */
const JUST_ABOVE = 0.02

export function explainInterpolation(
  { kind, run }: Pick<ComparedLayout, 'kind' | 'run'>,
  question: LayoutQuestion,
  whole: ExactStretch,
): LayoutFinding[] {
  if (kind === 'native') return []
  const judged = new Set(question.judgements.map(({ quantile }) => quantile))
  const weight = (row: LayoutQuantile) => (judged.has(row.quantile) ? 1e9 : 0) + Math.abs(row.relativeError ?? 0)
  const byBucket = new Map<unknown, LayoutQuantile>()
  for (const row of run.quantiles) {
    if (row.bucket === null || row.bucket.upper === '+Inf') continue
    if (row.relativeError === null || Math.abs(row.relativeError) < NOTEWORTHY_ERROR) continue
    const other = byBucket.get(row.bucket.upper)
    if (!other || weight(row) > weight(other)) byBucket.set(row.bucket.upper, row)
  }
  return [...byBucket.values()].map((row) => interpolationFinding(row, question, whole))
}

function interpolationFinding(row: LayoutQuantile, question: LayoutQuestion, whole: ExactStretch): LayoutFinding {
  const { exact, estimate, lower, upper } = drawn(row)
  const atOrBelow = (bound: number) => (bound === 0 ? 0 : countAtOrBelow(question.record, whole, bound))
  const share = roughly((atOrBelow(upper) - atOrBelow(lower)) / whole.count)
  const name = `the ${label(row.quantile)}`
  const delay = question.delays.find((slept) => isJustAbove(exact, slept))
  const [subject, drawnOne] = delay === undefined ? [`${name} is`, 'it'] : [`${seconds(delay)} sleeps end at`, name]
  const place = isJustAbove(exact, lower)
    ? `${precise(exact)}, just above the bound ${lower}, so ${share} of the requests fall into (${lower}, ${upper}]`
    : `${precise(exact)}, somewhere in (${lower}, ${upper}], which holds ${share} of the requests,`
  const better = betterBound(row, whole.count, atOrBelow)
  const hint = better ? `; a bound at ${better.bound} would put it at ${seconds(better.estimate)}` : ''
  return problem(
    'interpolation',
    sentence(`${subject} ${place} and ${drawnOne} is drawn at ${seconds(estimate)}${hint}`),
  )
}

/** The round bound inside the bucket that would bring the estimate closest, if it halves the error at least. */
function betterBound(
  row: LayoutQuantile,
  total: number,
  atOrBelow: (bound: number) => number,
): { bound: number; estimate: number } | undefined {
  const { exact, estimate, lower, upper } = drawn(row)
  // The server's own counts may place the quantile where the record does not: then there is nothing to redraw.
  if (row.insideBucket !== true) return undefined
  const rank = row.quantile * total
  const distance = (value: number) => Math.abs(value - exact)
  return friendlyBounds(Math.max(lower, upper / 1000), upper, 1)
    .filter(({ bound }) => bound > lower && bound < upper)
    .map(({ bound }) => {
      const [from, to] = atOrBelow(bound) >= rank ? [lower, bound] : [bound, upper]
      const below = atOrBelow(from)
      return { bound, estimate: from + (to - from) * ((rank - below) / (atOrBelow(to) - below)) }
    })
    .filter((redrawn) => distance(redrawn.estimate) <= distance(estimate) / 2)
    .sort((a, b) => distance(a.estimate) - distance(b.estimate))[0]
}

// Only rows with an exact quantile and a finite bucket come here.
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
