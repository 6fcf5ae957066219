// What one look at the pages shows to be wrong, whatever is sent later: the histogram's name means something else, or
// cannot be what is printed; a matcher asks for a label that no series has.

import type { PreflightFinding } from '../../core/run/preflight/preflight.ts'
import { editDistance, nearestWord } from '../../core/text/nearest-word.ts'
import type { HistogramSelection } from '../observation/histogram-selection.ts'
import { histogramNames, type InitialScrape, listNames } from '../observation/initial-scrape.ts'
import { mistypedName } from '../observation/mistyped-name.ts'
import { labelTest } from '../series/label-matcher.ts'
import type { LabelMatcher, Labels } from '../series/series.ts'

const HISTOGRAM = ['target', 'metrics', 'histogram'] as const
const MATCH = ['target', 'metrics', 'match'] as const

/** Null where nothing is, or where what is missing may come with the first request. */
export function explainFirstLook(
  pages: readonly InitialScrape[],
  selection: HistogramSelection,
): PreflightFinding | null {
  const labels = pages.flatMap((page) => page.labels)
  const buckets = labels.filter(({ __name__ }) => __name__ === `${selection.name}_bucket`)
  return buckets.length === 0 ? explainName(pages, labels, selection) : explainLabels(buckets, selection)
}

function explainName(
  pages: readonly InitialScrape[],
  labels: readonly Labels[],
  { name }: HistogramSelection,
): PreflightFinding | null {
  const histograms = histogramNames(pages)
  // Declared, and nothing observed yet.
  if (histograms.includes(name)) return null
  const is = kindOf(pages, labels, name)
  const mistyped = mistypedName(name, histograms)
  if (is === null && mistyped === undefined) return null
  return {
    kind: is === null ? 'no-histogram' : 'no-buckets',
    severity: 'error',
    at: HISTOGRAM,
    expected: 'the name of a histogram with buckets',
    got: is === null ? `${name}, which is not printed` : `${name}, which is ${is}`,
    candidates: nearestFirst(name, histograms),
    write: mistyped === undefined ? null : `histogram: ${mistyped}`,
  }
}

/** What of that name is there in place of a histogram; null where there is nothing. */
function kindOf(pages: readonly InitialScrape[], labels: readonly Labels[], name: string): string | null {
  const isSeries = (wanted: string) => labels.some(({ __name__ }) => __name__ === wanted)
  const declared = pages.map(({ page }) => page.families.get(name)?.type).find((type) => type !== undefined)
  if (declared !== undefined && declared !== 'unknown') return `a ${declared}`
  if (declaredCounter(pages, name)) return 'a counter'
  if (isSeries(`${name}_count`) || isSeries(`${name}_sum`))
    return 'a count and a sum without buckets: a summary, or a native histogram, whose buckets no page of text has'
  return isSeries(name) ? 'a single series' : null
}

/** OpenMetrics declares a counter without its `_total`. */
function declaredCounter(pages: readonly InitialScrape[], name: string): boolean {
  const base = name.replace(/_total$/, '')
  return base !== name && pages.some(({ page }) => page.families.get(base)?.type === 'counter')
}

/** Names by how many letters part them from the one that was meant. */
export function nearestFirst(name: string, known: readonly string[]): string[] {
  return known.toSorted((a, b) => editDistance(name, a) - editDistance(name, b))
}

function explainLabels(
  buckets: readonly Labels[],
  { name, matchers, text }: HistogramSelection,
): PreflightFinding | null {
  if (buckets.some(labelTest(matchers))) return null
  const known = [...new Set(buckets.flatMap((labels) => Object.keys(labels)))]
  const unknown = matchers.find((matcher) => !known.includes(matcher.label) && !labelTest([matcher])({}))
  if (unknown === undefined) return null
  const labels = known.filter((label) => label !== '__name__' && label !== 'le')
  const meant = nearestWord(unknown.label, labels)
  // A label may come with the first request that has it, such as the kind of an error.
  if (meant === undefined) return null
  return {
    kind: 'no-series',
    severity: 'error',
    at: MATCH,
    expected: `a label that the series of ${name} have (${listNames(labels.toSorted())})`,
    got: `${unknown.label} in ${text}`,
    candidates: nearestFirst(unknown.label, labels),
    write: withLabel(matchers, unknown, meant),
  }
}

/** The matchers with another label in place of one. */
function withLabel(matchers: readonly LabelMatcher[], wrong: LabelMatcher, label: string): string {
  const written = matchers.map((matcher) => matcherText(matcher === wrong ? { ...matcher, label } : matcher))
  return `match: '{${written.join(',')}}'`
}

/** As PromQL writes it. */
export function matcherText({ label, operator, value }: LabelMatcher): string {
  return `${label}${operator}${JSON.stringify(value)}`
}
