// Checks the first page of each endpoint for the histogram that a run is about: a wrong name or matcher is a user error,
// but the series may also appear later, because a labelled histogram does not exist before its first observation.

import { didYouMean, suggestion } from '../../core/text/nearest-word.ts'
import { UserError } from '../../core/user-error.ts'
import type { Exposition } from '../scrape/exposition/exposition.ts'
import { parseGoFloat } from '../series/go-float.ts'
import { labelTest } from '../series/label-matcher.ts'
import { formatLabels } from '../series/labels.ts'
import type { Labels } from '../series/series.ts'
import type { HistogramSelection } from './histogram-selection.ts'
import { mistypedName } from './mistyped-name.ts'
import { overlapsOf, type RouteSelection } from './route-selections.ts'

/** A page, and the labels of its samples as stored: with those of the target. */
export interface InitialScrape {
  readonly url: string
  readonly page: Exposition
  readonly labels: readonly Labels[]
}

const MOST_NAMES = 8

/**
 * @returns what the user should know, though the run can begin
 * @throws UserError where the pages show that the name of the histogram or its matchers are wrong
 */
export function checkInitialScrapes(pages: readonly InitialScrape[], selection: HistogramSelection): readonly string[] {
  const labels = pages.flatMap((page) => page.labels)
  const buckets = labels.filter(({ __name__ }) => __name__ === `${selection.name}_bucket`)
  if (buckets.length === 0) return checkName(pages, labels, selection)
  return [
    ...checkMatchers(buckets, selection),
    ...bucketProblems(buckets, selection),
    ...ownTimesProblem(pages, selection),
  ]
}

/**
 * The matchers of single requests, on the pages of a histogram that is printed.
 * @returns what the user should know, though the run can begin
 * @throws UserError where they ask for a label that no series has
 */
export function checkRoutes(pages: readonly InitialScrape[], routes: readonly RouteSelection[]): readonly string[] {
  const labels = pages.flatMap((page) => page.labels)
  const unmatched = routes.flatMap(({ selection }) => {
    const buckets = labels.filter(({ __name__ }) => __name__ === `${selection.name}_bucket`)
    return buckets.length === 0 ? [] : checkMatchers(buckets, selection)
  })
  const overlaps = [...overlapsOf(routes, labels)].flatMap(([match, others]) =>
    // Each pair once.
    others.filter((other) => match < other.match).map((other) => overlapSentence(match, other)),
  )
  return [...unmatched, ...overlaps]
}

function overlapSentence(match: string, { match: other, series }: { readonly match: string; readonly series: string }) {
  return `the matchers ${match} and ${other} of two requests both accept ${series}: what each of the two counts is not its own; narrow them, or write the same for both`
}

function checkName(
  pages: readonly InitialScrape[],
  labels: readonly Labels[],
  { name }: HistogramSelection,
): readonly string[] {
  const declared = pages.map(({ page }) => page.families.get(name)?.type).find((type) => type !== undefined)
  const urls = pages.map(({ url }) => url).join(', ')
  const where = `${urls}: expected a histogram named ${name}`
  const isSeries = (wanted: string) => labels.some(({ __name__ }) => __name__ === wanted)
  const histograms = histogramNames(pages)
  const base = name.replace(/_(?:bucket|count|sum)$/, '')
  if (base !== name && histograms.includes(base))
    throw new UserError(`${where}, got the name of one of its series${suggestion(base)}`)
  if (declared !== undefined && declared !== 'histogram')
    throw new UserError(`${where}, got a ${declared} without buckets`)
  if (isSeries(name)) throw new UserError(`${where}, got a series without buckets`)
  if (isSeries(`${name}_count`) || isSeries(`${name}_sum`)) throw new UserError(`${where}, got ${WITHOUT_BUCKETS}`)
  if (declared === 'histogram') return []
  const mistyped = mistypedName(name, histograms)
  if (mistyped !== undefined) throw new UserError(`${where}, got none${suggestion(mistyped)}`)
  return [
    `${urls}: before the first request no histogram named ${name} is printed${didYouMean(name, histograms)}; printed are: ${listNames(histograms)}. Some libraries print one only after its first observation, so it is looked for again while requests are answered`,
  ]
}

const WITHOUT_BUCKETS =
  'its count and sum without buckets: it is a summary, or a native histogram, whose buckets are never in a page of text'

/** What a page that prints buckets lacks all the same. */
function bucketProblems(buckets: readonly Labels[], { name, matchers }: HistogramSelection): readonly string[] {
  const matching = buckets.filter(labelTest(matchers))
  const bounds = matching.map(({ le }) => parseGoFloat(le ?? ''))
  if (matching.length === 0) return []
  if (!bounds.includes(Number.POSITIVE_INFINITY))
    return [`${name} is printed without a bucket at +Inf: rules that draw a quantile from it have no data`]
  if (bounds.some((bound) => bound !== undefined && Number.isFinite(bound))) return []
  return [
    `${name} is printed with the bucket at +Inf alone, as a native histogram is in a page of text: its quantiles cannot be estimated here; publish classic buckets beside the native ones`,
  ]
}

/** Prometheus keeps the times that a page prints (honor_timestamps), and so does the embedded monitor. */
function ownTimesProblem(pages: readonly InitialScrape[], { name }: HistogramSelection): readonly string[] {
  const isTimed = pages.some(({ page }) =>
    page.samples.some(({ labels, timestampMs }) => labels.__name__ === `${name}_bucket` && timestampMs !== null),
  )
  if (!isTimed) return []
  return [
    `${name} is printed with times of its own, as a federation or a gateway prints it: rules see its samples at those times and not when they were scraped, so that a short range over samples that are old holds too few of them`,
  ]
}

/** The sentence for a histogram that is still not printed now that requests were answered; null where it is. */
export function stillMissing(pages: readonly { readonly page: Exposition }[], name: string): string | null {
  const histograms = histogramNames(pages)
  if (histograms.includes(name)) return null
  return `requests were answered, and no histogram named ${name} is printed yet${didYouMean(name, histograms)}; printed are: ${listNames(histograms)}`
}

/** The histograms that the pages print or declare, in their order. */
export function histogramNames(pages: readonly { readonly page: Exposition }[]): string[] {
  const names = pages.flatMap(({ page }) => [
    ...[...page.families].filter(([, { type }]) => type === 'histogram').map(([name]) => name),
    ...page.samples.flatMap(({ labels }) => /^(.+)_bucket$/.exec(labels.__name__ ?? '')?.[1] ?? []),
  ])
  return [...new Set(names)]
}

/** Names for a sentence; a long list is shortened. */
export function listNames(names: readonly string[]): string {
  if (names.length === 0) return 'none'
  const more = names.length - MOST_NAMES
  return names.slice(0, MOST_NAMES).join(', ') + (more > 0 ? ` and ${more} more` : '')
}

/** Label values that are missing may appear with the first request; label names that no series has will not. */
function checkMatchers(buckets: readonly Labels[], { name, matchers, text }: HistogramSelection): readonly string[] {
  if (buckets.some(labelTest(matchers))) return []
  const known = new Set(buckets.flatMap((labels) => Object.keys(labels)))
  const unknown = matchers.find((matcher) => !known.has(matcher.label) && !labelTest([matcher])({}))
  if (!unknown) return [unmatchedValues(buckets, matchers, text)]
  const labels = [...known].filter((label) => label !== '__name__' && label !== 'le').sort()
  const hint = didYouMean(unknown.label, labels)
  const example = formatLabels({ ...buckets[0], __name__: name })
  throw new UserError(
    `${text}: expected a label that the series of ${name} have (${listNames(labels)}), got ${unknown.label}${hint}; one of them is ${example}`,
  )
}

/** A value that is missing now may come with the first request, so the values that exist are named and nothing is refused. */
function unmatchedValues(buckets: readonly Labels[], matchers: HistogramSelection['matchers'], text: string): string {
  const unmatched = matchers.filter((matcher) => !buckets.some(labelTest([matcher])))
  const named = unmatched.map(({ label, value }) => {
    const values = [...new Set(buckets.map((labels) => labels[label] ?? ''))].sort()
    return `${label} is ${listNames(values)}, not ${value}${didYouMean(value, values)}`
  })
  const why =
    named.length > 0 ? named.join('; ') : 'each of its matchers matches some series, but no series matches all'
  return `${text}: before the first request no series matches: ${why}. Labels of a series may appear with its first observation, so it is looked for again while requests are answered`
}
