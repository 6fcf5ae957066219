// A Prometheus that scrapes and an Alertmanager that notifies, for one run: started together, stopped together.

import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Clock } from '../../core/clock.ts'
import type { Environment } from '../../core/environment.ts'
import type { TlsMaterial } from '../../core/route/tls-material.ts'
import type { MetricsScrape } from '../../core/scenario/target.ts'
import { originAndPath } from '../../core/text/url.ts'
import { UserError } from '../../core/user-error.ts'
import type { RuleFile } from '../alerting/rule-file.ts'
import type { QueryApi } from '../api/query-api.ts'
import type { ScrapeTarget } from '../scrape/target-labels.ts'
import { alertmanagerConfig, prometheusConfig } from './config.ts'
import { configuredAccess } from './configured-access.ts'
import { type NativeScraping, NO_NATIVE, nativeScraping, readsNative } from './native-scraping.ts'
import { findBinary } from './programs/find-binary.ts'
import { type GuardedPrograms, guardPrograms } from './programs/guard-programs.ts'
import type { ProgramExit } from './programs/program-exit.ts'
import { programVersion, type RunningProgram, runAlertmanager, runPrometheus } from './start-programs.ts'
import { openWebhookReceiver, type ReceivedAlert } from './webhook-receiver.ts'

/** The paths of the programs. */
export interface LocalBinaries {
  readonly prometheus: string
  readonly alertmanager: string
}

/** @throws UserError where one is missing */
export function findBinaries(environment: Environment): LocalBinaries {
  return { prometheus: findBinary('prometheus', environment), alertmanager: findBinary('alertmanager', environment) }
}

export interface LocalStackOptions {
  readonly binaries: LocalBinaries
  readonly targets: readonly ScrapeTarget[]
  /** Its text is what Prometheus loads; null for none. */
  readonly ruleFile: RuleFile | null
  readonly scrapeIntervalSeconds: number
  readonly evaluationIntervalSeconds: number
  readonly verifyTls: boolean
  readonly tls?: TlsMaterial
  readonly scrape?: MetricsScrape
  readonly clock: Clock
}

export interface LocalStack {
  readonly api: QueryApi
  /** Of the Prometheus API. */
  readonly url: string
  readonly prometheusVersion: string
  readonly alertmanagerVersion: string
  readonly received: readonly ReceivedAlert[]
  /** What the reader of a report should know of it. */
  readonly problems: readonly string[]
  /** How the Prometheus exited. Never rejects. */
  readonly exited: Promise<ProgramExit>
  /** When it resolves, the programs have exited and their folder is removed. Idempotent. */
  close(): Promise<void>
}

const RULES_NAME = 'scenario.rules.yml'
/** Prometheus scrapes nothing in the first five seconds after its start. */
const FIRST_SCRAPE_WITHIN_SECONDS = 20
const POLL_SECONDS = 0.05

/**
 * Every endpoint has been scraped once when it resolves.
 * @throws UserError where a program refuses to start, or an endpoint cannot be scraped
 */
export async function openLocalStack(options: LocalStackOptions): Promise<LocalStack> {
  const { binaries } = options
  const receiver = await openWebhookReceiver()
  const programs = await guardPrograms()
  const close = async () => {
    await Promise.all([programs.stop(), receiver.close()])
  }
  try {
    const alertmanager = await runAlertmanager(programs, binaries.alertmanager, alertmanagerConfig(receiver.url))
    const native = await nativeScrapingOf(options)
    const config = await configure(options, programs, alertmanager, native ?? NO_NATIVE)
    const prometheus = await runPrometheus(programs, binaries.prometheus, config, native?.flags)
    const prometheusVersion = (await prometheus.api.buildInfo()).version
    await alertmanager.api.close()
    await untilScraped(prometheus.api, options)
    return {
      api: prometheus.api,
      url: `http://${prometheus.address}`,
      prometheusVersion,
      alertmanagerVersion: await programVersion(binaries.alertmanager),
      received: receiver.received,
      problems: native === null ? [withoutNative(prometheusVersion)] : [],
      exited: prometheus.program.exited,
      async close() {
        await Promise.all([close(), prometheus.api.close()])
      },
    }
  } catch (error) {
    await close()
    throw error instanceof UserError ? aboutRules(error, options, programs) : error
  }
}

/** Messages name the rule file by the path that the user knows. */
function aboutRules({ message }: UserError, { ruleFile }: LocalStackOptions, { folder }: GuardedPrograms): UserError {
  return new UserError(ruleFile === null ? message : message.replaceAll(join(folder, RULES_NAME), ruleFile.file))
}

/** Null where the rules read native histograms, and this version cannot scrape them beside classic ones. */
async function nativeScrapingOf({ binaries, ruleFile }: LocalStackOptions): Promise<NativeScraping | null> {
  return readsNative(ruleFile) ? nativeScraping(await programVersion(binaries.prometheus)) : NO_NATIVE
}

function withoutNative(version: string): string {
  return `rules read native histograms, which Prometheus ${version} was not told to scrape, for it would drop the classic buckets: Prometheus 3 keeps both`
}

async function configure(
  options: LocalStackOptions,
  { folder }: GuardedPrograms,
  { address }: RunningProgram,
  { scrapeConfig }: NativeScraping,
): Promise<string> {
  const { ruleFile } = options
  // The name is fixed, because Prometheus reads wildcards in the user's path.
  if (ruleFile !== null) await writeFile(join(folder, RULES_NAME), ruleFile.text)
  const access = await configuredAccess(options.scrape, () => programVersion(options.binaries.prometheus))
  const ruleFiles = ruleFile === null ? [] : [RULES_NAME]
  return prometheusConfig({ ...options, access, scrapeConfig, ruleFiles, alertmanager: address })
}

async function untilScraped(api: QueryApi, options: LocalStackOptions): Promise<void> {
  const { clock, targets, scrapeIntervalSeconds } = options
  const deadline = clock.nowSeconds() + FIRST_SCRAPE_WITHIN_SECONDS + scrapeIntervalSeconds
  const isUp = async () => {
    const up = await api.query(`up${jobSelector(targets)} == 1`)
    return up.type === 'vector' && up.samples.length === targets.length
  }
  while (!(await isUp())) {
    if (clock.nowSeconds() > deadline) throw await notScraped(api)
    await clock.sleep(POLL_SECONDS)
  }
}

/** Selects the series that Prometheus makes for the endpoints themselves, such as `up`. */
export function jobSelector(targets: readonly ScrapeTarget[]): string {
  const jobs = [...new Set(targets.map(({ labels }) => labels.job))]
  if (jobs.length === 1) return `{job=${JSON.stringify(jobs[0])}}`
  return `{job=~${JSON.stringify(jobs.map(escapedPattern).join('|'))}}`
}

function escapedPattern(text: string): string {
  return text.replace(/[\\.+*?()|[\]{}^$]/g, '\\$&')
}

async function notScraped(api: QueryApi): Promise<UserError> {
  const failing = (await api.targets()).filter(({ health }) => health !== 'up')
  const reasons = failing.map(
    ({ scrapeUrl, lastError }) =>
      `${originAndPath(scrapeUrl)}: expected a page that Prometheus can scrape, got ${lastError || 'no answer yet'}`,
  )
  return new UserError(reasons.join('\n') || 'Prometheus did not scrape its targets')
}
