// One look at every endpoint before a run: is there a page, and does it print the histogram that the run is about?

import type { RuleFinding } from '../../core/run/rule-finding.ts'
import { originAndPath } from '../../core/text/url.ts'
import { runFindings } from '../alerting/lint/run-findings.ts'
import type { RuleFile } from '../alerting/rule-file.ts'
import type { VectorSelector } from '../promql/expression/expression.ts'
import { ExpositionError } from '../scrape/exposition/exposition-error.ts'
import { parseExposition } from '../scrape/exposition/parse-exposition.ts'
import type { FetchPage } from '../scrape/fetch-page.ts'
import { ScrapeError } from '../scrape/scrape-error.ts'
import { labelsWithinLimits, type ScrapeTarget } from '../scrape/target-labels.ts'
import type { HistogramSelection } from './histogram-selection.ts'
import { checkInitialScrapes, checkRoutes, type InitialScrape } from './initial-scrape.ts'
import type { RouteSelection } from './route-selections.ts'
import { LONGEST_SCRAPE_SECONDS } from './scrape-timeout.ts'
import { lacksTargetLabel, targetLabelMismatches } from './target-label-mismatches.ts'
import { UnreadableEndpoint } from './unreadable-endpoint.ts'

/** What the endpoints show before a run. */
export interface ProbedEndpoints {
  readonly pages: readonly InitialScrape[]
  /** What the user should know, though the run can begin. */
  readonly warnings: readonly string[]
  /** What the check of the rules finds on these pages, but for the labels that `warnings` explain. */
  readonly ruleFindings: readonly RuleFinding[]
}

export interface ProbeOptions {
  readonly targets: readonly ScrapeTarget[]
  readonly selection: HistogramSelection
  /** Of single requests. */
  readonly routes: readonly RouteSelection[]
  readonly ruleFile: RuleFile | null
  readonly scrapeIntervalSeconds: number
  /** Whether a real Prometheus evaluates the rules. */
  readonly allOfPromql: boolean
  readonly fetchPage: FetchPage
  readonly signal: AbortSignal
}

/** @throws UserError where an endpoint has no page, or where the pages show that the histogram is named wrongly */
export async function probeEndpoints(options: ProbeOptions): Promise<ProbedEndpoints> {
  const { targets, selection, routes, ruleFile, scrapeIntervalSeconds, allOfPromql, fetchPage, signal } = options
  const pages = await Promise.all(targets.map((target) => firstPage(target, fetchPage, signal)))
  const series = pages.flatMap(({ labels }) => labels)
  const isExplained = (selector: VectorSelector) => lacksTargetLabel(selector, targets, series)
  return {
    pages,
    warnings: [
      ...checkInitialScrapes(pages, selection),
      ...checkRoutes(pages, routes),
      ...targetLabelMismatches(ruleFile, targets, series),
    ],
    ruleFindings: runFindings(ruleFile, {
      scrapeIntervalSeconds,
      series,
      beforeTraffic: true,
      allOfPromql,
      isExplained,
    }),
  }
}

/** @throws UnreadableEndpoint */
export async function firstPage(
  target: ScrapeTarget,
  fetchPage: FetchPage,
  signal: AbortSignal,
): Promise<InitialScrape> {
  const url = originAndPath(target.url)
  let text = ''
  try {
    const fetched = await fetchPage(target.url, LONGEST_SCRAPE_SECONDS, signal, target.via)
    text = fetched.text
    const page = parseExposition(text, fetched.contentType, {
      keepEmptyLabels: target.honorLabels,
      maxSamples: target.limits.samples,
      maxLabels: target.limits.labels,
    })
    return { url, page, labels: page.samples.map(({ labels }) => labelsWithinLimits(labels, target)) }
  } catch (error) {
    if (!(error instanceof ScrapeError || error instanceof ExpositionError)) throw error
    const got = error instanceof ScrapeError ? error.message : describePage(text, error)
    throw new UnreadableEndpoint(url, got, { cause: error })
  }
}

/** What stands there in place of metrics. */
function describePage(text: string, error: ExpositionError): string {
  const start = text.trimStart()
  if (start.startsWith('<')) {
    const title = /<title[^>]*>\s*([^<]{1,80}?)\s*<\/title>/i.exec(start)?.[1]
    return `a page of HTML${title === undefined ? '' : `, titled ${JSON.stringify(title)}`}: a login or an error page perhaps`
  }
  if (isJson(start)) return 'JSON: the metrics in the text format have another path or another Accept header perhaps'
  return `one that fails at ${error.message}`
}

function isJson(text: string): boolean {
  if (!/^[{[]/.test(text)) return false
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
