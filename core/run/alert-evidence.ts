// What the condition of an alert had to go on during a run. A comparison of operands that return nothing can never become
// true, so that an alert which did not fire then has proved nothing. Times are seconds of the run.

/** Why a condition could not become true at an evaluation, whatever the service did. */
export type Lack =
  /** A selector that the condition needs found no series. */
  | { readonly kind: 'noSeries'; readonly selector: string; readonly recordedAs: string | null }
  /** The selector found series, but the function over them has too few samples. */
  | { readonly kind: 'tooFewSamples'; readonly selector: string; readonly recordedAs: string | null }
  /** NaN alone: a quantile, or a ratio, of nothing. */
  | { readonly kind: 'noObservations'; readonly expression: string }
  /** NaN alone, because the histogram's series have no bucket at +Inf. */
  | { readonly kind: 'noHighestBucket'; readonly expression: string }
  /** Nothing, or NaN: of the recorded estimate, or of a query to a real Prometheus. */
  | { readonly kind: 'noEstimate'; readonly expression: string }
  /** There are series, but no two sides with the same labels, or no buckets. */
  | { readonly kind: 'noResult'; readonly expression: string }
  /** Prometheus, too, fails to evaluate it. */
  | { readonly kind: 'failed'; readonly problem: string }

/** Why the silence of an alert says nothing, although there are the series that it reads. */
export type CannotHold =
  /** Whatever its series are. */
  | { readonly kind: 'never'; readonly message: string }
  /** At every evaluation, it had nothing to compare. */
  | { readonly kind: 'without-data'; readonly lacks: readonly Lack[] }

export interface EvidenceChange {
  readonly at: number
  /** Empty where the condition had data. */
  readonly lacks: readonly Lack[]
}

/** What there was in place of a selector that found nothing, by the series of the whole run. */
export type Instead =
  /** It did find series at some other time of the run. */
  | { readonly kind: 'sometimes' }
  /** No page was read at the instants of the rules. */
  | { readonly kind: 'nothingScraped' }
  /**
   * No series has that name. `looksRecorded`: the name has a colon, as those that rules record. `isSlip`: the nearest name
   * can only be what was meant.
   */
  | {
      readonly kind: 'noMetric'
      readonly looksRecorded: boolean
      readonly nearest: readonly string[]
      readonly isSlip: boolean
    }
  | { readonly kind: 'noLabel'; readonly label: string; readonly labels: readonly string[] }
  /** The label has other values, the nearest first. `elsewhere`: another label that has the wanted one. */
  | {
      readonly kind: 'otherValues'
      readonly label: string
      readonly values: readonly string[]
      readonly elsewhere: string | null
    }
  /** Each matcher accepts some series, but no series is accepted by all of them. */
  | { readonly kind: 'otherSeries'; readonly example: string }

export interface MissedSelector {
  readonly selector: string
  readonly instead: Instead
}

export interface AlertEvidence {
  /** At the first evaluation, and wherever it changed. */
  readonly changes: readonly EvidenceChange[]
  /** The last evaluation. */
  readonly untilSeconds: number
  /** Every selector among the lacks, and those of `absentNumerators` and `stoodIn`. */
  readonly missed: readonly MissedSelector[]
  /** Selectors of numerators that found nothing all the time while the denominator did: their ratio was taken as 0. */
  readonly absentNumerators: readonly string[]
  /** Selectors that found nothing all the time, where a constant, as in `or vector(0)`, stood in for what they would have found. */
  readonly stoodIn: readonly string[]
}
