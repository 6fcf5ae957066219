// The metrics part of a preflight: looks at the pages before and after the requests that are tried, and a while later.

import type { PreflightFinding, TrialCount } from '../../core/run/preflight/preflight.ts'
import type { MetricsTarget } from '../../core/scenario/target.ts'
import { originAndPath } from '../../core/text/url.ts'
import type { Trial } from '../../load/trial/try-request.ts'
import { type HistogramSelection, histogramSelection } from '../../prometheus/observation/histogram-selection.ts'
import { UnreadableEndpoint } from '../../prometheus/observation/unreadable-endpoint.ts'
import { explainFirstLook } from '../../prometheus/preflight/explain-first-look.ts'
import { explainLimits } from '../../prometheus/preflight/explain-limits.ts'
import { countedBetween, explainMovements, hasFallenBetween } from '../../prometheus/preflight/explain-movements.ts'
import { explainRoutes, type TriedRoute } from '../../prometheus/preflight/explain-routes.ts'
import { knownPaths } from '../../prometheus/preflight/known-paths.ts'
import { likelyPages, type MetricsLook, MetricsLooker } from '../../prometheus/preflight/metrics-looker.ts'
import { monitorOptions } from '../setup/monitor-options.ts'
import type { RunSetup } from '../setup/run-setup.ts'
import { latencyLimits } from './latency-limits.ts'

/** A completion that the client has read may reach the page later; exporters renew theirs from time to time. */
const COUNTED_WITHIN_SECONDS = 2
const FIRST_LOOK_SECONDS = 0.02

/** Without requests, to see whether others send some. */
const IDLE_SECONDS = 1

export class MetricsTrial {
  readonly #metrics: MetricsTarget
  readonly #setup: RunSetup
  readonly #selection: HistogramSelection
  readonly #looker: MetricsLooker
  #counted: TrialCount | null = null

  /** @param metrics as resolved */
  constructor(metrics: MetricsTarget, setup: RunSetup) {
    this.#metrics = metrics
    this.#setup = setup
    this.#selection = histogramSelection(metrics.histogram, metrics.match)
    this.#looker = new MetricsLooker(monitorOptions(metrics, setup), setup.signal)
  }

  /** The pages before anything was sent; or what is wrong with them, whatever will be sent. */
  async firstLook(): Promise<MetricsLook | PreflightFinding> {
    try {
      const look = await this.#looker.look()
      return explainFirstLook(look.pages, this.#selection) ?? look
    } catch (error) {
      if (!(error instanceof UnreadableEndpoint)) throw error
      return this.#withoutPage(error)
    }
  }

  /** The paths that the service has, as its metrics tell. */
  pathsOn({ pages }: MetricsLook): string[] {
    return knownPaths(pages)
  }

  /** What the last explained trials moved; null before, and where the counts of several processes are read in turns. */
  get counted(): TrialCount | null {
    return this.#counted
  }

  /** @param trials by the name of the request */
  async explain(before: MetricsLook, trials: readonly (readonly [name: string, Trial])[]): Promise<PreflightFinding[]> {
    try {
      return await this.#explain(before, trials)
    } catch (error) {
      if (!(error instanceof UnreadableEndpoint)) throw error
      // It was there a moment ago: whether it comes and goes, the scrapes of the run will tell.
      return [{ ...pageFinding(error, []), severity: 'warning' }]
    }
  }

  async #explain(
    before: MetricsLook,
    trials: readonly (readonly [name: string, Trial])[],
  ): Promise<PreflightFinding[]> {
    const { requests, urls, unit = null } = this.#metrics
    const { clock, signal, scenario } = this.#setup
    const observed = trials.flatMap(([name, trial]) => (requests.length === 0 || requests.includes(name) ? trial : []))
    const answered = observed.filter(({ status }) => status > 0).length
    const counting = { selection: this.#selection, pagePaths: urls.map((url) => new URL(url).pathname) }
    const after = await this.#lookUntil((look) => countedBetween(before, look, counting) >= answered)
    await clock.sleep(IDLE_SECONDS, signal)
    const later = await this.#looker.look()
    const again = countedBetween(after, later, counting) === 1 ? await this.#looker.look() : null
    this.#counted = hasFallenBetween([before, after, later])
      ? null
      : { answered, counted: countedBetween(before, after, counting) }
    const isWhole = observed.every(({ outcome }) => outcome === 'completed')
    return [
      ...explainMovements({ ...counting, before, after, later, again, answered, isWhole }),
      ...explainRoutes(this.#routesOf(trials), { before, after, later, answered }),
      ...explainLimits(after.pages, this.#selection, unit, latencyLimits(scenario)),
    ]
  }

  /** Of the requests that name their own series. */
  #routesOf(trials: readonly (readonly [name: string, Trial])[]): TriedRoute[] {
    const completed = new Set(trials.flatMap(([name, { outcome }]) => (outcome === 'completed' ? name : [])))
    return this.#setup.scenario.requests.flatMap(({ name, match }, index): TriedRoute[] => {
      if (match === undefined || !completed.has(name)) return []
      const selection = histogramSelection(this.#metrics.histogram, match)
      return [{ request: name, at: ['requests', index, 'match'], selection }]
    })
  }

  close(): Promise<void> {
    return this.#looker.close()
  }

  async #lookUntil(isEnough: (look: MetricsLook) => boolean): Promise<MetricsLook> {
    const { clock, signal } = this.#setup
    const deadlineSeconds = clock.nowSeconds() + COUNTED_WITHIN_SECONDS
    for (let pauseSeconds = FIRST_LOOK_SECONDS; ; pauseSeconds *= 2) {
      await clock.sleep(pauseSeconds, signal)
      const look = await this.#looker.look()
      if (isEnough(look) || clock.nowSeconds() + pauseSeconds > deadlineSeconds || signal.aborted) return look
    }
  }

  /** A page that is somewhere else is looked for, so that what is proposed is one. */
  async #withoutPage(error: UnreadableEndpoint): Promise<PreflightFinding> {
    const { urls, reached } = this.#metrics
    const index = urls.findIndex((each) => originAndPath(each) === error.url)
    const found = await this.#looker.pagesAmong(likelyPages(urls[index] ?? error.url), reached?.vias[index])
    return pageFinding(error, found.map(originAndPath))
  }
}

function pageFinding({ url, got }: UnreadableEndpoint, found: readonly string[]): PreflightFinding {
  const [first] = found
  return {
    kind: 'metrics-page',
    severity: 'error',
    at: ['target', 'metrics', 'url'],
    expected: `a Prometheus metrics page at ${url}`,
    got,
    candidates: found,
    write: first === undefined ? null : `url: ${first}`,
  }
}
