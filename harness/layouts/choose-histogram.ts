// Which of the histograms that there are is meant, and which of its series.

import { MODEL_LATENCY_METRIC } from '../../core/histogram/model-latency-metric.ts'
import { didYouMean } from '../../core/text/nearest-word.ts'
import { UserError } from '../../core/user-error.ts'
import { unmatchedLabels } from '../../prometheus/histogram/uncounted.ts'
import type { HistogramSelection } from '../../prometheus/observation/histogram-selection.ts'
import type { Labels } from '../../prometheus/series/series.ts'

const MOST_LISTED = 12

/**
 * The asked one, the bundled server's, or the only one.
 * @param place for messages
 * @throws UserError that lists what there is
 */
export function chooseHistogram(available: readonly string[], asked: string | undefined, place: string): string {
  if (asked !== undefined) {
    const name = available.includes(asked) ? asked : asked.replace(/_(?:bucket|count|sum)$/, '')
    if (available.includes(name)) return name
    if (available.length === 0)
      throw new UserError(`${place}: expected the buckets of ${name}, got those of no histogram`)
    throw new UserError(
      `${place}: expected a histogram named ${name}, got none${didYouMean(name, available)}; there are: ${shortList(available)}`,
    )
  }
  if (available.includes(MODEL_LATENCY_METRIC)) return MODEL_LATENCY_METRIC
  const [only, ...others] = available
  if (only === undefined) throw new UserError(`${place}: expected the buckets of a classic histogram, got none`)
  if (others.length === 0) return only
  throw new UserError(
    `${place}: expected one histogram, got ${available.length}: --histogram NAME chooses one of ${shortList(available)}`,
  )
}

/** @throws UserError that says which values there are @param buckets the labels of all series of its buckets */
export function refuseNoMatch(
  buckets: readonly Labels[],
  { name, matchers, text }: HistogramSelection,
  place: string,
): never {
  const unmatched = unmatchedLabels(buckets, matchers).map(({ label, values }) => {
    const asked = matchers.find((matcher) => matcher.label === label)?.value ?? ''
    if (values.length > 0) return `${label} is ${shortList(values)}${didYouMean(asked, values)}`
    const labels = [...new Set(buckets.flatMap((each) => Object.keys(each)))].filter((each) => !OWN_LABELS.has(each))
    return `no series has the label ${label}${didYouMean(label, labels)}`
  })
  const why =
    unmatched.length > 0 ? unmatched.join('; ') : 'each of its matchers matches some series, but no series matches all'
  throw new UserError(`${place}: expected series of ${name} that --match selects (${text}), got none: ${why}`)
}

const OWN_LABELS = new Set(['__name__', 'le'])

function shortList(names: readonly string[]): string {
  const rest = names.length - MOST_LISTED
  return rest > 0 ? `${names.slice(0, MOST_LISTED).join(', ')} and ${rest} more` : names.join(', ')
}
