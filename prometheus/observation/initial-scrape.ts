// Checks the first page of each endpoint for the histogram that a run is about: a wrong name or matcher is a user error,
// but the series may also appear later, because a labelled histogram does not exist before its first observation.

import { didYouMean, suggestion } from '../../core/text/nearest-word.ts'
import { UserError } from '../../core/user-error.ts'
import type { Exposition } from '../scrape/exposition/exposition.ts'
import { labelTest } from '../series/label-matcher.ts'
import { formatLabels } from '../series/labels.ts'
import type { Labels } from '../series/series.ts'
import type { HistogramSelection } from './histogram-selection.ts'

/** A page, and the labels of its samples as stored: with those of the target. */
export interface InitialScrape {
  readonly url: string
  readonly page: Exposition
  readonly labels: readonly Labels[]
}

const MOST_NAMES = 8

/** @throws UserError where the pages show that the name of the histogram or its matchers are wrong */
export function checkInitialScrapes(pages: readonly InitialScrape[], selection: HistogramSelection): void {
  const labels = pages.flatMap((page) => page.labels)
  const buckets = labels.filter(({ __name__ }) => __name__ === `${selection.name}_bucket`)
  if (buckets.length > 0) checkMatchers(buckets, selection)
  else checkName(pages, labels, selection)
}

function checkName(pages: readonly InitialScrape[], labels: readonly Labels[], selection: HistogramSelection): void {
  const declared = pages.map(({ page }) => page.families.get(selection.name)?.type).find((type) => type !== undefined)
  if (declared === 'histogram') return
  const where = `${pages.map(({ url }) => url).join(', ')}: expected a histogram named ${selection.name}`
  const isSeries = labels.some(({ __name__ }) => __name__ === selection.name)
  const histograms = histogramNames(pages)
  const base = selection.name.replace(/_(?:bucket|count|sum)$/, '')
  if (base !== selection.name && histograms.includes(base))
    throw new UserError(`${where}, got the name of one of its series${suggestion(base)}`)
  if (declared !== undefined || isSeries)
    throw new UserError(`${where}, got ${declared === undefined ? 'a series' : `a ${declared}`} without buckets`)
  const hint = didYouMean(selection.name, histograms)
  if (hint !== '') throw new UserError(`${where}, got none${hint}`)
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
function checkMatchers(buckets: readonly Labels[], { name, matchers, text }: HistogramSelection): void {
  if (buckets.some(labelTest(matchers))) return
  const known = new Set(buckets.flatMap((labels) => Object.keys(labels)))
  const unknown = matchers.find((matcher) => !known.has(matcher.label) && !labelTest([matcher])({}))
  if (!unknown) return
  const labels = [...known].filter((label) => label !== '__name__' && label !== 'le').sort()
  const hint = didYouMean(unknown.label, labels)
  const example = formatLabels({ ...buckets[0], __name__: name })
  throw new UserError(
    `${text}: expected a label that the series of ${name} have (${listNames(labels)}), got ${unknown.label}${hint}; one of them is ${example}`,
  )
}
