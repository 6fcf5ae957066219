// The monitor of `--prometheus local`: a real Prometheus and a real Alertmanager for one run, with the embedded monitor
// beside them as a control.

import type { AlertHistory } from '../../core/run/alert.ts'
import type { PrometheusRecord, Uncounted } from '../../core/run/prometheus-record.ts'
import type { RuleFinding } from '../../core/run/rule-finding.ts'
import { ApiMonitor } from '../api/api-monitor.ts'
import { EmbeddedMonitor } from '../embedded/embedded-monitor.ts'
import { type CurrentView, JOB, type MonitorOptions, type PrometheusMonitor } from '../monitor.ts'
import { histogramSelection } from '../observation/histogram-selection.ts'
import { type ProbedEndpoints, probeEndpoints } from '../observation/probe-endpoints.ts'
import { routeSelections } from '../observation/route-selections.ts'
import type { RunTime } from '../observation/run-time.ts'
import { dialectOf } from '../promql/dialect.ts'
import { createPageFetcher } from '../scrape/fetch-page.ts'
import { scrapeAccess } from '../scrape/scrape-headers.ts'
import { type ScrapeTarget, scrapeTargets } from '../scrape/target-labels.ts'
import { compareTransitions } from './compare-transitions.ts'
import { EmbeddedControl } from './embedded-control.ts'
import { localAdapter } from './local-adapter.ts'
import { missingNotifications, notificationsOf } from './notifications.ts'
import { exitInFull, type ProgramExit } from './programs/program-exit.ts'
import { refuseWays } from './refuse-ways.ts'
import { findBinaries, jobSelector, type LocalStack, openLocalStack } from './stack.ts'

/**
 * Starts everything, and waits until each endpoint has been scraped.
 * @throws UserError where a program is missing or refuses to start, an endpoint cannot be scraped, or the histogram or
 * its matchers are mistaken
 */
export async function openLocalMonitor(options: MonitorOptions): Promise<LocalMonitor> {
  refuseWays(options)
  const targets = scrapeTargets(options.endpoints, JOB, options.scrape, options.vias)
  const binaries = findBinaries(options.environment)
  const { warnings, pages, ruleFindings } = await probe(options, targets)
  const printedUnit = printedUnitOf(pages, options.histogram)
  const stack = await openLocalStack({ ...options, binaries, targets })
  try {
    const control = await openControl(options, stack, targets)
    const own = { ...options, ...(printedUnit !== undefined && { printedUnit }) }
    const prometheus = new ApiMonitor(own, localAdapter(options, stack, targets), ruleFindings)
    return new LocalMonitor(options, stack, { control, prometheus, warnings })
  } catch (error) {
    await stack.close()
    throw error
  }
}

/** A Prometheus keeps no unit that stands in a comment of the old text format. */
function printedUnitOf(pages: ProbedEndpoints['pages'], histogram: string): string | undefined {
  return pages.flatMap(({ page }) => page.families.get(histogram)?.unit ?? [])[0]
}

/** Reports mistakes earlier, and more clearly, than a Prometheus that cannot scrape. */
async function probe(options: MonitorOptions, targets: readonly ScrapeTarget[]): Promise<ProbedEndpoints> {
  const { histogram, match, routes = [], verifyTls, tls, scrape, ruleFile, scrapeIntervalSeconds } = options
  const fetcher = createPageFetcher({ verifyTls, ...(tls && { tls }), ...scrapeAccess(scrape) })
  const { signal } = new AbortController()
  try {
    const selection = histogramSelection(histogram, match)
    return await probeEndpoints({
      targets,
      selection,
      routes: routeSelections(histogram, match, routes),
      ruleFile,
      scrapeIntervalSeconds,
      allOfPromql: true,
      fetchPage: fetcher.fetchPage,
      signal,
    })
  } finally {
    await fetcher.close()
  }
}

async function openControl(
  options: MonitorOptions,
  { api, prometheusVersion }: LocalStack,
  targets: readonly ScrapeTarget[],
): Promise<EmbeddedControl> {
  const embedded = new EmbeddedMonitor({ ...options, dialect: dialectOf(prometheusVersion) })
  const now = Date.now()
  const [up] = await api.rawSamples(`up${jobSelector(targets)}`, { fromMs: now - 60_000, toMs: now })
  return new EmbeddedControl(embedded, up?.samples.at(-1)?.timestampMs ?? now, options.scrapeIntervalSeconds)
}

/** Where either scraper saw counters fall without a restart, nobody's counts say what was observed. */
function trusted(record: PrometheusRecord, fallingCounters: Uncounted | undefined): PrometheusRecord {
  if (fallingCounters === undefined || record.uncounted) return record
  const untold = { total: null, uncounted: fallingCounters }
  return {
    ...record,
    ...untold,
    ...(record.routes && { routes: record.routes.map((each) => ({ ...each, ...untold })) }),
  }
}

/** An Alertmanager notifies within its group interval of a second; Prometheus resends an alert after another second. */
const NOTIFIED_WITHIN_SECONDS = 5
const POLL_SECONDS = 0.05

interface LocalParts {
  readonly control: EmbeddedControl
  readonly prometheus: ApiMonitor
  readonly warnings: readonly string[]
}

export class LocalMonitor implements PrometheusMonitor {
  readonly #options: MonitorOptions
  readonly #stack: LocalStack
  readonly #control: EmbeddedControl
  readonly #prometheus: ApiMonitor
  readonly warnings: readonly string[]
  #time: RunTime | undefined
  /** How the Prometheus exited before it was stopped. */
  #earlyExit: ProgramExit | undefined
  #isStopped = false

  constructor(options: MonitorOptions, stack: LocalStack, { control, prometheus, warnings }: LocalParts) {
    this.#options = options
    this.#stack = stack
    this.#control = control
    this.#prometheus = prometheus
    this.warnings = warnings
    void stack.exited.then((exit) => {
      if (!this.#isStopped) this.#earlyExit = exit
    })
  }

  /** Of the API of the Prometheus, while it runs. */
  get url(): string {
    return this.#stack.url
  }

  get ruleFindings(): readonly RuleFinding[] {
    return this.#prometheus.ruleFindings
  }

  start(startSeconds: number, startedAtUnixMs: number): void {
    this.#time = { startSeconds, startedAtUnixMs }
    this.#prometheus.start(startSeconds, startedAtUnixMs)
    this.#control.start(startSeconds, startedAtUnixMs)
  }

  lookAgain(): readonly string[] {
    return this.#control.lookAgain()
  }

  scrapeNow(): Promise<void> {
    return this.#prometheus.scrapeNow()
  }

  current(): CurrentView {
    return this.#prometheus.current()
  }

  async finish(): Promise<PrometheusRecord> {
    const seen = await this.#prometheus.finish()
    const control = await this.#control.finish()
    const record = trusted(seen, control.fallingCounters)
    const notified = await this.#notified(record.alerts)
    await this.stop()
    // The control does not evaluate all of PromQL.
    const compared = record.alerts.filter(({ name }) => control.alerts.some((alert) => alert.name === name))
    const agreement = compareTransitions(
      compared,
      { name: 'embedded', alerts: control.alerts },
      this.#options.evaluationIntervalSeconds,
    )
    return {
      ...record,
      ...notified,
      ...(this.#options.ruleFile && { agreement }),
      problems: [
        ...(this.#earlyExit === undefined ? [] : [exitInFull(this.#earlyExit)]),
        ...record.problems,
        ...notified.problems,
      ],
    }
  }

  async stop(): Promise<void> {
    this.#isStopped = true
    await Promise.all([this.#control.stop(), this.#prometheus.stop(), this.#stack.close()])
  }

  /** The notifications of the Alertmanager, once there is one for every transition or the wait is over. */
  async #notified(
    histories: readonly AlertHistory[],
  ): Promise<Required<Pick<PrometheusRecord, 'notifier' | 'notifications' | 'problems'>>> {
    const { clock } = this.#options
    const received = () => (this.#time ? notificationsOf(this.#stack.received, this.#time) : [])
    const deadline = clock.nowSeconds() + NOTIFIED_WITHIN_SECONDS
    while (missingNotifications(histories, received()).length > 0 && clock.nowSeconds() < deadline && !this.#earlyExit)
      await clock.sleep(POLL_SECONDS)
    return {
      notifier: `Alertmanager ${this.#stack.alertmanagerVersion}`,
      notifications: received(),
      problems: missingNotifications(histories, received()).map(
        ({ alert, status }) =>
          `no notification that ${alert} is ${status} came within ${NOTIFIED_WITHIN_SECONDS} s of the run's end`,
      ),
    }
  }
}
