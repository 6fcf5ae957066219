// What is known of the target that rules, dashboards and unit tests are about: from a scenario, from a page of metrics, or
// from a Prometheus.

import { readFile } from 'node:fs/promises'
import type { Environment } from '../../core/environment.ts'
import { MODEL_LATENCY_METRIC } from '../../core/histogram/model-latency-metric.ts'
import type { Scenario } from '../../core/scenario/scenario.ts'
import { isHttpUrl, originAndPath } from '../../core/text/url.ts'
import { UserError } from '../../core/user-error.ts'
import type { LintContext } from '../../prometheus/alerting/lint/linted-rule.ts'
import type { RuleFile } from '../../prometheus/alerting/rule-file.ts'
import { ruleSeries } from '../../prometheus/api/collect/rule-series.ts'
import { QueryApi } from '../../prometheus/api/query-api.ts'
import { QueryApiError } from '../../prometheus/api/query-api-error.ts'
import { LOOKBACK_MS } from '../../prometheus/promql/evaluate/select-samples.ts'
import { CREDENTIAL_VARIABLES, remoteAccess } from '../../prometheus/remote/access.ts'
import { serverSettings } from '../../prometheus/remote/server-settings.ts'
import { ExpositionError } from '../../prometheus/scrape/exposition/exposition-error.ts'
import { parseExposition } from '../../prometheus/scrape/exposition/parse-exposition.ts'
import { createPageFetcher } from '../../prometheus/scrape/fetch-page.ts'
import { ScrapeError } from '../../prometheus/scrape/scrape-error.ts'
import { histogramBounds } from '../../prometheus/series/histogram-bounds.ts'
import { loadScenario } from '../../scenario-file/load-scenario.ts'

export type Bounds = ReadonlyMap<string, readonly number[]>

/** What is absent is not known. */
export type TargetFacts = Partial<
  Pick<
    LintContext,
    | 'scrapeIntervalSeconds'
    | 'scrapeIntervalAssumed'
    | 'evaluationIntervalSeconds'
    | 'retentionSeconds'
    | 'series'
    | 'scrapedByServer'
  >
> & { readonly bounds: Bounds }

export interface KnownTarget {
  /** The flags that were not given and might tell more. */
  readonly otherFlags: readonly string[]
  /** For the rules of a file: of a Prometheus, with the series that they name. */
  factsFor(ruleFile: RuleFile): Promise<TargetFacts>
  /** Of histograms by their names, without `_bucket`. */
  boundsOf(histograms: readonly string[]): Promise<Bounds>
  close(): Promise<void>
}

export interface TargetSources {
  /** A scenario's name or file. */
  readonly scenario?: string
  /** The URL of a page of metrics, or a file with one. */
  readonly metrics?: string
  /** The URL of a Prometheus. */
  readonly prometheus?: string
}

/** @throws UserError where a source cannot be read */
export async function knownTarget(sources: TargetSources, environment: Environment): Promise<KnownTarget> {
  const scenario: Partial<TargetFacts> =
    sources.scenario === undefined ? {} : factsOfScenario(await scenarioNamed(sources.scenario))
  const page = sources.metrics === undefined ? NO_BOUNDS : await boundsOnPage(sources.metrics)
  const server = sources.prometheus === undefined ? null : new AskedServer(sources.prometheus, environment)
  const bounds = new Map([...(scenario.bounds ?? []), ...page])
  const given = [sources.scenario, sources.metrics, sources.prometheus]
  return {
    otherFlags: ['--scenario', '--metrics', '--prometheus'].filter((_, i) => given[i] === undefined),
    async factsFor(ruleFile) {
      const asked = (await server?.factsFor(ruleFile)) ?? {}
      return { ...scenario, ...asked, bounds: new Map([...(asked.bounds ?? []), ...bounds]) }
    },
    async boundsOf(histograms) {
      const unknown = histograms.filter((name) => !bounds.has(name))
      return new Map([...((await server?.boundsOf(unknown)) ?? []), ...bounds])
    },
    async close() {
      await server?.close()
    },
  }
}

const NO_BOUNDS: Bounds = new Map()

function scenarioNamed(name: string): Promise<Scenario> {
  return loadScenario(name, { cwd: process.cwd() })
}

/** The bounds are known of the bundled server alone: of another one a page or a Prometheus tells them. */
export function factsOfScenario({ service, prometheus }: Scenario): TargetFacts {
  const { scrapeIntervalSeconds, evaluationIntervalSeconds } = prometheus
  const bounds =
    service.kind === 'bundled' ? [[MODEL_LATENCY_METRIC, service.behaviour.layout.upperBounds] as const] : []
  return { scrapeIntervalSeconds, evaluationIntervalSeconds, bounds: new Map(bounds) }
}

const PAGE_WITHIN_SECONDS = 10

async function boundsOnPage(place: string): Promise<Bounds> {
  const shown = isHttpUrl(place) ? originAndPath(place) : place
  try {
    const { text, contentType } = isHttpUrl(place) ? await fetched(place) : await pageInFile(place)
    return histogramBounds(parseExposition(text, contentType).samples.map(({ labels }) => labels))
  } catch (error) {
    if (!(error instanceof ScrapeError || error instanceof ExpositionError)) throw error
    throw new UserError(`--metrics ${shown}: expected a page of metrics, got one that fails: ${error.message}`, {
      cause: error,
    })
  }
}

async function fetched(url: string) {
  const fetcher = createPageFetcher()
  try {
    return await fetcher.fetchPage(url, PAGE_WITHIN_SECONDS, new AbortController().signal)
  } finally {
    await fetcher.close()
  }
}

async function pageInFile(file: string) {
  const text = await readFile(file, 'utf8').catch((cause) => {
    throw new UserError(`--metrics ${file}: expected a URL or a file with a page of metrics, got no such file`, {
      cause,
    })
  })
  return { text, contentType: /^# EOF\s*$/m.test(text) ? 'application/openmetrics-text' : 'text/plain' }
}

class AskedServer {
  readonly #api: QueryApi
  readonly #baseUrl: string

  constructor(url: string, environment: Environment) {
    const access = remoteAccess(url, environment)
    this.#baseUrl = access.baseUrl
    this.#api = new QueryApi(access)
  }

  async factsFor(ruleFile: RuleFile): Promise<Partial<TargetFacts>> {
    return this.#asked(async () => {
      const toMs = Date.now()
      const series = await ruleSeries(this.#api, ruleFile, { fromMs: toMs - LOOKBACK_MS, toMs })
      return {
        ...(await serverSettings(this.#api)),
        ...(series && { series, bounds: histogramBounds(series) }),
        scrapedByServer: true,
      }
    })
  }

  async boundsOf(histograms: readonly string[]): Promise<Bounds> {
    return this.#asked(async () => {
      const found: (readonly [string, readonly number[]])[] = []
      for (const name of histograms) {
        const answer = await this.#api.query(`count by (__name__, le) ({__name__=${JSON.stringify(`${name}_bucket`)}})`)
        if (answer.type === 'vector') found.push(...histogramBounds(answer.samples.map(({ labels }) => labels)))
      }
      return new Map(found)
    })
  }

  close(): Promise<void> {
    return this.#api.close()
  }

  async #asked<T>(ask: () => Promise<T>): Promise<T> {
    try {
      return await ask()
    } catch (error) {
      if (!(error instanceof QueryApiError)) throw error
      const hint = error.failure === 'unauthorized' ? ` (they come from the environment: ${CREDENTIAL_VARIABLES})` : ''
      throw new UserError(`--prometheus ${this.#baseUrl}: ${error.message}${hint}`, { cause: error })
    }
  }
}
