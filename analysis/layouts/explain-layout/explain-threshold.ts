// Explains whether a layout can judge a threshold on a quantile at all, and how often it judged wrongly.

import { quantileName } from '../../../core/latency/quantile.ts'
import type { ComparedLayout, LayoutFinding, QuantileThreshold } from '../../../core/report/layout-comparison.ts'
import { formatDuration } from '../../../core/text/duration.ts'
import { times } from '../../../core/text/plural.ts'
import { note, problem, roughPercent } from './finding.ts'

/** A bucket this narrow, relative to the threshold, does little harm. */
const NARROW = 0.1

type Judging = Pick<ComparedLayout, 'bounds' | 'wrongVerdicts'>

export function explainThreshold(layout: Judging, judged: QuantileThreshold): LayoutFinding[] {
  if (layout.bounds === null) return wrongVerdictFinding(layout, judged)
  const { thresholdSeconds, quantile } = judged
  const [name, limit] = [quantileName(quantile), formatDuration(thresholdSeconds)]
  const highest = layout.bounds.at(-1) as number
  if (highest <= thresholdSeconds)
    return [
      problem(
        'alert-cannot-fire',
        `The highest bound is ${formatDuration(highest)} and the estimate never passes it, so ${name} > ${limit} can never be seen; add a bound above ${limit}.`,
      ),
    ]
  if (layout.bounds.includes(thresholdSeconds)) {
    const sentence = `${limit} is a bound, so ${name} > ${limit} is judged exactly, however far off the drawn value is.`
    return [note('threshold-is-bound', sentence)]
  }
  const upper = layout.bounds.find((bound) => bound > thresholdSeconds) as number
  const lower = layout.bounds.findLast((bound) => bound < thresholdSeconds) ?? 0
  const needed = (1 - quantile) / (1 - (thresholdSeconds - lower) / (upper - lower))
  const behaviour =
    needed < 1
      ? `with nothing slower than ${formatDuration(upper)}, ${name} > ${limit} is seen once ${roughPercent(needed)} of the requests are slower than ${formatDuration(lower)}`
      : `with nothing slower than ${formatDuration(upper)}, ${name} > ${limit} is never seen`
  const wrong = wrongVerdictFinding(layout, judged)
  const harmless = wrong.length === 0 && upper - lower <= NARROW * thresholdSeconds
  const grade = harmless ? note : problem
  return [
    grade('threshold-not-bound', `The threshold ${limit} is no bound: ${behaviour}; make ${limit} a bound.`),
    ...wrong,
  ]
}

function wrongVerdictFinding(layout: Judging, { quantile, thresholdSeconds }: QuantileThreshold): LayoutFinding[] {
  const judged = layout.wrongVerdicts.find((w) => w.quantile === quantile && w.thresholdSeconds === thresholdSeconds)
  const wrong = judged ? judged.misses + judged.falseAlarms : 0
  if (!judged || wrong === 0) return []
  const kinds = [
    ...(judged.misses > 0 ? [`missed it ${times(judged.misses)}`] : []),
    ...(judged.falseAlarms > 0 ? [`cried wolf ${times(judged.falseAlarms)}`] : []),
  ].join(' and ')
  const ratio = roughPercent(wrong / judged.evaluations)
  return [
    problem(
      'wrong-verdicts',
      `At ${judged.evaluations} evaluations of ${quantileName(quantile)} > ${formatDuration(thresholdSeconds)} it ${kinds}: ${ratio} of them were wrong.`,
    ),
  ]
}
