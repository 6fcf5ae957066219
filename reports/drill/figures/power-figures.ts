// Small incidents and how probable a page for them is, in words and cells.

import type {
  AskedDetection,
  PowerCurve,
  PowerInterval,
  PowerPoint,
  SmallestIncident,
  VariantMap,
} from '../../../core/drill/power-curve.ts'
import { formatShare } from '../../../core/text/figures/share.ts'
import { spanFigure } from '../../figures/rules/span-figure.ts'

/** `2× slower`, or `fail`. */
export function slowdownFigure(slowdown: number | null): string {
  return slowdown === null ? 'fail' : `${slowdown}× slower`
}

/** `10% of the requests 2× slower`. */
export function effectWords({ share, slowdown }: Pick<PowerPoint, 'share' | 'slowdown'>): string {
  return `${formatShare(share)} of the requests ${slowdownFigure(slowdown)}`
}

/** A whole percent, which says neither 0% nor 100% of what is not. */
export function percentFigure(probability: number): string {
  if (probability > 0 && probability < 0.005) return '<1%'
  if (probability < 1 && probability >= 0.995) return '>99%'
  return `${Math.round(probability * 100)}%`
}

/** `97% (93% to 99%)`. */
export function probabilityFigure({ estimate, low, high }: PowerInterval): string {
  return `${percentFigure(estimate)} (${percentFigure(low)} to ${high === null ? '100%' : percentFigure(high)})`
}

/** What the trials of one incident came to, in one sentence. */
export function pointSentence(point: PowerPoint): string {
  const { durationSeconds, traffic, found, trials, probability, medianDelaySeconds } = point
  const delay = medianDelaySeconds === null ? '' : `; median ${spanFigure(medianDelaySeconds)}`
  return `${effectWords(point)} for ${spanFigure(durationSeconds)} by ${traffic}: a page in ${found} of ${trials} trials, ${probabilityFigure(probability)}${delay}`
}

/** From which length on such incidents are found, up to which they are missed. */
export function smallestFigures({ missedUpToSeconds, foundFromSeconds, longestTriedSeconds }: SmallestIncident): {
  readonly missed: string
  readonly found: string
} {
  return {
    missed: missedUpToSeconds === null ? '–' : `up to ${spanFigure(missedUpToSeconds)}`,
    found:
      foundFromSeconds === null
        ? `not within ${spanFigure(longestTriedSeconds)}`
        : `from ${spanFigure(foundFromSeconds)}`,
  }
}

export function isAsked(
  asked: AskedDetection | null,
  { share, slowdown, durationSeconds, traffic }: Pick<PowerPoint, 'share' | 'slowdown' | 'durationSeconds' | 'traffic'>,
): boolean {
  return (
    asked !== null &&
    asked.share === share &&
    asked.slowdown === slowdown &&
    asked.durationSeconds === durationSeconds &&
    (asked.traffic === null || asked.traffic === traffic)
  )
}

/** What was asked: `10% of requests 2x slower for 5m, within 3m, at most one false page in 30d`. */
export function askedWords({ detect, withinSeconds, falsePagesPerDay }: AskedDetection): string {
  return [
    detect,
    ...(withinSeconds === null ? [] : [`within ${spanFigure(withinSeconds)}`]),
    ...(falsePagesPerDay === null ? [] : [falseWords(falsePagesPerDay)]),
  ].join(', ')
}

/** What was found of it, as a sentence. */
export function askedSentence({ reason }: AskedDetection): string {
  return `${reason.charAt(0).toUpperCase()}${reason.slice(1)}${reason.endsWith('.') ? '' : '.'}`
}

/** Of which alerts nothing is said, and why. */
export function leftOutSentences({ notSimulated }: PowerCurve): readonly string[] {
  return notSimulated.map(({ alert, reason }) => `Nothing is said of ${alert}: ${reason}.`)
}

function falseWords(perDay: number): string {
  return perDay === 0 ? 'no false page' : `at most one false page in ${spanFigure(Math.round(86_400 / perDay))}`
}

/** From which length on a variant finds what one column of the comparison is about, by day and by night. */
export function shortestFigure(
  { smallest }: VariantMap,
  { share, slowdown }: Pick<PowerPoint, 'share' | 'slowdown'>,
): string {
  const kinds = smallest.filter((each) => each.share === share && each.slowdown === slowdown)
  const lengths = kinds.map(({ foundFromSeconds }) => (foundFromSeconds === null ? '–' : spanFigure(foundFromSeconds)))
  return lengths.length === 0 ? '' : [...new Set(lengths)].length === 1 ? (lengths[0] as string) : lengths.join(' / ')
}

/** The strongest incidents of a map: the first columns of a comparison. */
export function strongestKinds({ axes }: Pick<PowerCurve, 'axes'>): readonly Pick<PowerPoint, 'share' | 'slowdown'>[] {
  const share = Math.max(...axes.shares)
  const slowest = Math.max(...axes.slowdowns.filter((slowdown) => slowdown !== null))
  return axes.slowdowns.flatMap((slowdown) => (slowdown === null || slowdown === slowest ? [{ share, slowdown }] : []))
}

/** What the columns of a comparison are. */
export function comparisonSentence(power: Pick<PowerCurve, 'axes' | 'traffic'>): string {
  const kinds = strongestKinds(power).map(({ slowdown }) => (slowdown === null ? 'failing' : `${slowdown}× slower`))
  const times = power.traffic.nightRatePerSecond === null ? '' : ', by day / by night where they differ'
  return `From which length on each variant finds all requests ${kinds.join(' or ')}${times}. The map is that of the rules as written.`
}
