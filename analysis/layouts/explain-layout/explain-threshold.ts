// Whether a layout can judge a threshold on a quantile at all, and how often it judged it wrongly.

import type { ComparedLayout, LayoutFinding, QuantileThreshold } from '../../../core/report/layout-comparison.ts'
import { times } from '../../../core/text/plural.ts'
import { label, note, problem, roughly, seconds } from './finding.ts'

/** Inside a bucket this narrow, relative to the threshold, little can go wrong. */
const NARROW = 0.1

type Judging = Pick<ComparedLayout, 'bounds' | 'wrongVerdicts'>

export function explainThreshold(layout: Judging, judged: QuantileThreshold): LayoutFinding[] {
  if (layout.bounds === null) return wrongVerdictFinding(layout, judged)
  const { thresholdSeconds, quantile } = judged
  const [name, limit] = [label(quantile), seconds(thresholdSeconds)]
  const highest = layout.bounds.at(-1) as number
  if (highest <= thresholdSeconds)
    return [
      problem(
        'alert-cannot-fire',
        `The highest bound is ${seconds(highest)} and the estimate never passes it, so ${name} > ${limit} can never be seen; add a bound above ${limit}.`,
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
      ? `with nothing slower than ${seconds(upper)}, ${name} > ${limit} is seen once ${roughly(needed)} of the requests are slower than ${seconds(lower)}`
      : `with nothing slower than ${seconds(upper)}, ${name} > ${limit} is never seen`
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
  const share = roughly(wrong / judged.evaluations)
  return [
    problem(
      'wrong-verdicts',
      `At ${judged.evaluations} evaluations of ${label(quantile)} > ${seconds(thresholdSeconds)} it ${kinds}: ${share} of them were wrong.`,
    ),
  ]
}
