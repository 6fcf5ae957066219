// One look at every endpoint before a run: is there a page, and does it print the histogram that the run is about?

import { originAndPath } from '../../core/text/url.ts'
import { UserError } from '../../core/user-error.ts'
import { ExpositionError } from '../scrape/exposition/exposition-error.ts'
import { parseExposition } from '../scrape/exposition/parse-exposition.ts'
import { type FetchPage, ScrapeError } from '../scrape/fetch-page.ts'
import { type ScrapeTarget, withTargetLabels } from '../scrape/target-labels.ts'
import type { HistogramSelection } from './histogram-selection.ts'
import { checkInitialScrapes, type InitialScrape } from './initial-scrape.ts'
import { LONGEST_SCRAPE_SECONDS } from './scrape-timeout.ts'

/** @throws UserError where an endpoint has no page, or where the pages show that the histogram is named wrongly */
export async function probeEndpoints(
  targets: readonly ScrapeTarget[],
  selection: HistogramSelection,
  fetchPage: FetchPage,
  signal: AbortSignal,
): Promise<void> {
  const pages = await Promise.all(targets.map((target) => firstPage(target, fetchPage, signal)))
  checkInitialScrapes(pages, selection)
}

async function firstPage(target: ScrapeTarget, fetchPage: FetchPage, signal: AbortSignal): Promise<InitialScrape> {
  const url = originAndPath(target.url)
  try {
    const { text, contentType } = await fetchPage(target.url, LONGEST_SCRAPE_SECONDS, signal)
    const page = parseExposition(text, contentType)
    return { url, page, labels: page.samples.map(({ labels }) => withTargetLabels(labels, target.labels)) }
  } catch (error) {
    if (!(error instanceof ScrapeError || error instanceof ExpositionError)) throw error
    const got = error instanceof ScrapeError ? error.message : `one that fails at ${error.message}`
    throw new UserError(`${url}: expected a Prometheus metrics page, got ${got}`, { cause: error })
  }
}
