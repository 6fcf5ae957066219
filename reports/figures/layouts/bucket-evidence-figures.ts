// What scraped buckets tell and what they do not, in words that stand alike in every writer.

import type {
  BucketEvidence,
  KnownRange,
  LayoutsReport,
  ThresholdKnown,
} from '../../../core/report/layout-comparison.ts'
import { latencyInterval, latencyRange } from '../../../core/text/bucket-range.ts'
import { formatDuration } from '../../../core/text/duration.ts'
import { formatLatency, formatRelative, NO_FIGURE } from '../figures.ts'
import { quantileHeading } from '../verdict-label.ts'

/** Where something is open, for a cell of a table. */
export const UNTOLD = 'not told'

export interface KnownQuantileFigure {
  readonly quantile: string
  /** `in (500ms, 1s]` */
  readonly range: string
}

/** Where each requested quantile lies, over the whole record. */
export function knownQuantileFigures({ layouts }: LayoutsReport): KnownQuantileFigure[] {
  return (layouts[0]?.run.quantiles ?? []).map(({ quantile, exactRange }) => ({
    quantile: quantileHeading(quantile),
    range: exactRange ? latencyRange(exactRange) : NO_FIGURE,
  }))
}

/** `P95 in (500ms, 1s], P99 above 5s, how far is not known` */
export function knownQuantilesSentence(compared: LayoutsReport): string {
  return knownQuantileFigures(compared)
    .map(({ quantile, range }) => `${quantile} ${range}`)
    .join('; ')
}

/** Whether a limit on a quantile was kept over the whole record. */
export function thresholdSentence({ quantile, thresholdSeconds, finding, range }: ThresholdKnown): string {
  const [name, limit] = [quantileHeading(quantile), formatDuration(thresholdSeconds)]
  switch (finding) {
    case 'above':
      return `${name} > ${limit} over the whole record: yes, it is ${latencyRange(range)}.`
    case 'notAbove':
      return `${name} > ${limit} over the whole record: no, it is ${latencyRange(range)}.`
    case 'untold':
      return `${name} > ${limit} over the whole record: cannot be told, ${limit} lies inside ${latencyInterval(range)}.`
  }
}

/** What the sum of all observations adds. */
export function sumSentence({ sum, mean }: BucketEvidence): string {
  switch (sum) {
    case 'used':
      return `The mean is ${formatLatency(mean)}; where it and the counts leave less than a whole bucket, less is shown.`
    case 'missing':
      return 'There is no sum, which could make a range narrower than its bucket.'
    case 'contradicts':
      return 'The sum cannot be that of latencies in these buckets, so that it is not used.'
  }
}

/** In what order the layouts stand; null where nothing but buckets is known and they tell the order. */
export function orderSentence({ layoutStudy: { bucketEvidence } }: LayoutsReport): string {
  const because = bucketEvidence?.unrankedBecause ?? null
  return because === null ? 'Best first.' : `Not ranked: ${because}.`
}

export function isRanked({ layoutStudy: { bucketEvidence } }: LayoutsReport): boolean {
  return (bucketEvidence?.unrankedBecause ?? null) === null
}

/** The value, or from where to where: `1s`, `300ms to 1s`. */
export function rangeFigure({ lower, upper }: KnownRange): string {
  if (lower === upper) return formatDuration(lower)
  return `${formatDuration(lower)} to ${upper === null ? '∞' : formatDuration(upper)}`
}

/** Of errors that may have either sign: `−50% to +100%`. */
export function relativeRangeFigure({ lower, upper }: KnownRange): string {
  const highest = upper === null ? 'any' : formatRelative(upper)
  return lower === upper ? formatRelative(lower) : `${formatRelative(lower)} to ${highest}`
}

/** Of the size of an error: `9% to 128%`, `up to 128%`, `any`. */
export function sizeRangeFigure({ lower, upper }: KnownRange): string {
  const size = (error: number) => formatRelative(error).replace('+', '')
  const from = size(lower)
  if (upper === null) return lower === 0 ? 'any' : `${from} or more`
  const to = size(upper)
  if (from === to) return to
  return lower === 0 ? `up to ${to}` : `${from} to ${to}`
}
