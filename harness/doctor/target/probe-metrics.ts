// Looks at the metrics pages of a target a few times, while nothing is sent.

import type { LayoutFacts, MetricsFacts, ScrapeFacts } from '../../../core/doctor/target-facts.ts'
import type { MetricsTarget } from '../../../core/scenario/target.ts'
import { originAndPath } from '../../../core/text/url.ts'
import { JOB } from '../../../prometheus/monitor.ts'
import { histogramSelection } from '../../../prometheus/observation/histogram-selection.ts'
import type { InitialScrape } from '../../../prometheus/observation/initial-scrape.ts'
import { firstPage } from '../../../prometheus/observation/probe-endpoints.ts'
import { boundsInSeconds } from '../../../prometheus/preflight/explain-limits.ts'
import { countedBetween, hasFallenBetween } from '../../../prometheus/preflight/explain-movements.ts'
import type { MetricsLook } from '../../../prometheus/preflight/metrics-looker.ts'
import { createPageFetcher, type FetchPage } from '../../../prometheus/scrape/fetch-page.ts'
import { scrapeAccess } from '../../../prometheus/scrape/scrape-headers.ts'
import { scrapeTargets } from '../../../prometheus/scrape/target-labels.ts'
import { labelTest } from '../../../prometheus/series/label-matcher.ts'
import { monitorOptions } from '../../setup/monitor-options.ts'
import type { RunSetup } from '../../setup/run-setup.ts'

const LOOKS = 3
const PAUSE_SECONDS = 0.4

/** @param metrics as resolved @throws UnreadableEndpoint where one of them is no page of metrics */
export async function probeMetrics(metrics: MetricsTarget, setup: RunSetup): Promise<MetricsFacts> {
  const { endpoints, scrape, vias, verifyTls, tls } = monitorOptions(metrics, setup)
  const targets = scrapeTargets(endpoints, JOB, scrape, vias)
  const fetcher = createPageFetcher({ verifyTls, ...(tls && { tls }), ...scrapeAccess(scrape) })
  const read = endpoints.map((): ReadPage => ({ seconds: [], bytes: 0 }))
  const look = async (): Promise<MetricsLook> => ({
    atSeconds: setup.clock.nowSeconds(),
    pages: await Promise.all(
      targets.map((target, i) => firstPage(target, timed(fetcher.fetchPage, read[i] as ReadPage), setup.signal)),
    ),
  })
  try {
    const looks = [await look()]
    while (looks.length < LOOKS) {
      await setup.clock.sleep(PAUSE_SECONDS, setup.signal)
      looks.push(await look())
    }
    const [first, last] = [looks[0] as MetricsLook, looks.at(-1) as MetricsLook]
    const layout = layoutOn(last.pages, metrics)
    const selection = histogramSelection(metrics.histogram, metrics.match)
    const pagePaths = endpoints.map((url) => new URL(url).pathname)
    return {
      scrapes: endpoints.map((url, i): ScrapeFacts => {
        const { seconds, bytes } = read[i] as ReadPage
        return { url: originAndPath(url), seconds, bytes, samples: last.pages[i]?.labels.length ?? 0 }
      }),
      layout,
      movedBy:
        layout === null || hasFallenBetween(looks) ? null : countedBetween(first, last, { selection, pagePaths }),
    }
  } finally {
    await fetcher.close()
  }
}

interface ReadPage {
  readonly seconds: number[]
  bytes: number
}

function timed(fetchPage: FetchPage, read: ReadPage): FetchPage {
  return async (...asked) => {
    const startMs = performance.now()
    const page = await fetchPage(...asked)
    read.seconds.push((performance.now() - startMs) / 1e3)
    read.bytes = Buffer.byteLength(page.text)
    return page
  }
}

/** Null where it has no bucket on any page. */
function layoutOn(pages: readonly InitialScrape[], { histogram, match, unit }: MetricsTarget): LayoutFacts | null {
  const selection = histogramSelection(histogram, match)
  const accepts = labelTest(selection.matchers)
  const labelSets = pages.reduce(
    (sum, { labels }) =>
      sum +
      labels.filter((each) => each.__name__ === `${histogram}_bucket` && each.le === '+Inf' && accepts(each)).length,
    0,
  )
  if (labelSets === 0) return null
  return { name: histogram, bounds: boundsInSeconds(pages, selection, unit ?? null), labelSets }
}
