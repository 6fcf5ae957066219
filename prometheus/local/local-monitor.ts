// The server's witness of `--prometheus local`: a real Prometheus and a real Alertmanager for one run, with the embedded
// witness beside them as a control.

import type { AlertHistory } from '../../core/run/alert.ts'
import type { PrometheusRecord } from '../../core/run/prometheus-record.ts'
import { ApiWitness } from '../api/api-monitor.ts'
import { createEmbeddedWitness } from '../embedded/embedded-monitor.ts'
import { histogramSelection } from '../observation/histogram-selection.ts'
import { probeEndpoints } from '../observation/probe-endpoints.ts'
import type { RunTime } from '../observation/run-time.ts'
import { dialectOf } from '../promql/dialect.ts'
import type { RealWitness, RealWitnessOptions } from '../real-witness.ts'
import { createPageFetcher } from '../scrape/fetch-page.ts'
import { type ScrapeTarget, scrapeTargets } from '../scrape/target-labels.ts'
import { compareTransitions } from './compare-transitions.ts'
import { EmbeddedControl } from './embedded-control.ts'
import { localPorts } from './local-adapter.ts'
import { missingNotifications, notificationsOf } from './notifications.ts'
import { findBinaries, jobSelector, type LocalStack, openLocalStack } from './stack.ts'

export interface LocalWitnessOptions extends RealWitnessOptions {
  /** URLs of metrics pages; told apart by `instance`. */
  readonly endpoints: readonly string[]
  /** Default: true. */
  readonly verifyTls?: boolean
}

export interface LocalWitness extends RealWitness {
  /** The API of the Prometheus, while it runs. */
  readonly url: string
}

/** The same as the embedded witness': what rules see must not depend on who evaluates them. */
const JOB = 'model-server'

/**
 * Starts everything, and waits until each endpoint has been scraped.
 * @throws UserError where a program is missing or refuses to start, an endpoint cannot be scraped, or the histogram, its
 * matchers or a watched alert are named wrongly
 */
export async function openLocalWitness(options: LocalWitnessOptions): Promise<LocalWitness> {
  const targets = scrapeTargets(options.endpoints, JOB)
  const binaries = findBinaries(options.environment)
  await probe(options, targets)
  const stack = await openLocalStack({ ...options, binaries, targets, verifyTls: options.verifyTls ?? true })
  try {
    const control = await openControl(options, stack, targets)
    const witness = new ApiWitness(options, localPorts(options, stack, targets))
    return new Witness(options, stack, control, witness)
  } catch (error) {
    await stack.close()
    throw error
  }
}

/** What is mistaken is told better, and sooner, than by a Prometheus that cannot scrape. */
async function probe(
  { histogram, match, verifyTls = true }: LocalWitnessOptions,
  targets: readonly ScrapeTarget[],
): Promise<void> {
  const fetcher = createPageFetcher({ verifyTls })
  const { signal } = new AbortController()
  try {
    await probeEndpoints(targets, histogramSelection(histogram, match), fetcher.fetchPage, signal)
  } finally {
    await fetcher.close()
  }
}

async function openControl(
  options: LocalWitnessOptions,
  { api, prometheusVersion }: LocalStack,
  targets: readonly ScrapeTarget[],
): Promise<EmbeddedControl> {
  const { verifyTls = true, ...rest } = options
  const embedded = createEmbeddedWitness({
    ...rest,
    job: JOB,
    http: { verifyTls },
    dialect: dialectOf(prometheusVersion),
  })
  const now = Date.now()
  const [up] = await api.rawSamples(`up${jobSelector(targets)}`, { fromMs: now - 60_000, toMs: now })
  return new EmbeddedControl(embedded, up?.samples.at(-1)?.timestampMs ?? now, options.scrapeIntervalSeconds)
}

/** An Alertmanager tells within its group interval of a second; Prometheus repeats itself after another. */
const NOTIFIED_WITHIN_SECONDS = 5
const POLL_SECONDS = 0.05

class Witness implements LocalWitness {
  readonly #options: LocalWitnessOptions
  readonly #stack: LocalStack
  readonly #control: EmbeddedControl
  readonly #witness: ApiWitness
  #time: RunTime | undefined
  /** How the Prometheus ended while it was still wanted. */
  #death: string | undefined
  #isStopped = false

  constructor(options: LocalWitnessOptions, stack: LocalStack, control: EmbeddedControl, witness: ApiWitness) {
    this.#options = options
    this.#stack = stack
    this.#control = control
    this.#witness = witness
    void stack.ended.then((how) => {
      if (!this.#isStopped) this.#death = how
    })
  }

  get url(): string {
    return this.#stack.url
  }

  start(zeroSeconds: number, startedAtUnixMs: number): void {
    this.#time = { zeroSeconds, startedAtUnixMs }
    this.#witness.start(zeroSeconds, startedAtUnixMs)
    this.#control.start(zeroSeconds, startedAtUnixMs)
  }

  scrapeNow(): Promise<void> {
    return this.#witness.scrapeNow()
  }

  current(): ReturnType<RealWitness['current']> {
    return this.#witness.current()
  }

  async finish(): Promise<PrometheusRecord> {
    const seen = await this.#witness.finish()
    const controlled = await this.#control.finish()
    const notified = await this.#notified(seen.alerts)
    await this.stop()
    const control = { name: 'embedded', alerts: controlled }
    const agreement = compareTransitions(seen.alerts, control, this.#options.evaluationIntervalSeconds)
    return {
      ...seen,
      ...notified,
      ...(this.#options.ruleFile && { agreement }),
      problems: [...(this.#death === undefined ? [] : [this.#death]), ...seen.problems, ...notified.problems],
    }
  }

  async stop(): Promise<void> {
    this.#isStopped = true
    this.#control.stop()
    await Promise.all([this.#witness.stop(), this.#stack.close()])
  }

  /** What the Alertmanager told, once it has told of every transition, or is not going to. */
  async #notified(
    histories: readonly AlertHistory[],
  ): Promise<Required<Pick<PrometheusRecord, 'notifier' | 'notifications' | 'problems'>>> {
    const { clock } = this.#options
    const told = () => (this.#time ? notificationsOf(this.#stack.received, this.#time) : [])
    const deadline = clock.nowSeconds() + NOTIFIED_WITHIN_SECONDS
    while (missingNotifications(histories, told()).length > 0 && clock.nowSeconds() < deadline && !this.#death)
      await clock.sleep(POLL_SECONDS)
    return {
      notifier: `Alertmanager ${this.#stack.alertmanagerVersion}`,
      notifications: told(),
      problems: missingNotifications(histories, told()).map(
        ({ alert, status }) =>
          `no notification that ${alert} is ${status} came within ${NOTIFIED_WITHIN_SECONDS} s of the run's end`,
      ),
    }
  }
}
