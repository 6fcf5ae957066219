// The flags of `drill` that say what is simulated, and how they become options.

import { type Command, InvalidArgumentError } from 'commander'
import { parseDrillExpectation } from '../../analysis/drill/drill-expectation.ts'
import { CATALOGUE_NAMES } from '../../core/drill/incident-catalogue.ts'
import { parseShare } from '../../core/scenario/parse-objective.ts'
import type { LatencyModel } from '../../core/scenario/server-behaviour.ts'
import { formatDuration, parseDuration } from '../../core/text/duration.ts'
import { isHttpUrl, redactUrl } from '../../core/text/url.ts'
import { UserError } from '../../core/user-error.ts'
import type { DrillOptions, ServiceSource } from '../../harness/drill/drill-options.ts'
import { parseSeriesOverride } from '../../harness/drill/model/series-override.ts'
import { givenObjective } from '../../harness/drill/service/drill-objective.ts'
import { LIMITS } from '../../harness/setup/run-options.ts'
import { withSuggestions } from '../completion/completed.ts'
import { flag, wholeNumberIn } from './flag.ts'
import { gathered } from './layout-flags.ts'
import { type PowerFlags, USUAL_POWER } from './power-flags.ts'
import { rulesFlag } from './rules-flag.ts'

export interface DrillFlags {
  readonly rules?: readonly string[]
  readonly scenario?: string
  readonly run?: string
  readonly prometheus?: string
  readonly incidents?: string
  readonly incident?: readonly string[]
  readonly alertmanager?: string
  readonly days: number
  readonly quietMonths: number
  readonly seed: number
  readonly seeds: number
  /** Seconds. */
  readonly scrapeInterval: number
  readonly step: number
  readonly instances: number
  readonly rate?: number
  readonly latency?: LatencyModel
  readonly errors?: number
  readonly slo?: readonly string[]
  readonly series?: readonly string[]
  readonly countersAtZero?: boolean
  readonly alert?: readonly string[]
  readonly expect?: readonly string[]
}

const MOST_DAYS = 366
const MOST_QUIET_MONTHS = 1000
const MOST_INSTANCES = 50
const MOST_SEEDS = 10_000
const DEFAULT_SECONDS = 15

/** A seed of its own, so that the same drill says the same twice. */
const DEFAULT_SEED = 1

export function addDrillFlags(command: Command): Command {
  return command
    .addOption(rulesFlag())
    .addOption(flag('--scenario <name>', 'take traffic, latencies, SLA and rules from this scenario'))
    .addOption(flag('--run <folder>', 'take traffic, latencies and buckets from this recorded run'))
    .addOption(flag('--prometheus <url>', 'take traffic, latencies and buckets from what this Prometheus has recorded'))
    .addOption(flag('--incidents <file>', "a YAML file of one's own incidents, in place of the catalogue"))
    .addOption(
      withSuggestions(
        flag('--incident <name>', 'this incident alone (may be repeated)').argParser(gathered),
        CATALOGUE_NAMES,
      ),
    )
    .addOption(
      flag('--alertmanager <file>', "the Alertmanager's configuration (default: its own timings, by alertname)"),
    )
    .addOption(
      flag('--days <number>', 'how long a month is')
        .default(30)
        .argParser(wholeNumberIn([1, MOST_DAYS])),
    )
    .addOption(
      flag('--quiet-months <number>', 'months without an incident, in which every page is a false one')
        .default(3)
        .argParser(wholeNumberIn([0, MOST_QUIET_MONTHS])),
    )
    .addOption(
      flag('--seed <number>', 'the seed of traffic and latencies')
        .default(DEFAULT_SEED)
        .argParser(wholeNumberIn(LIMITS.seed)),
    )
    .addOption(
      flag(
        '--seeds <number>',
        'simulate all months with so many seeds, from --seed on: how often does what is found hold?',
      )
        .default(1)
        .argParser(wholeNumberIn([1, MOST_SEEDS])),
    )
    .addOption(
      flag('--scrape-interval <duration>', 'how often the service is scraped')
        .default(DEFAULT_SECONDS, '15s')
        .argParser(interval),
    )
    .addOption(
      flag('--step <duration>', 'how often groups without an interval are evaluated')
        .default(DEFAULT_SECONDS, '15s')
        .argParser(interval),
    )
    .addOption(
      flag('--instances <number>', 'processes of the service, each with its part of the requests')
        .default(1)
        .argParser(wholeNumberIn([1, MOST_INSTANCES])),
    )
    .addOption(flag('--rate <number>', 'requests per second on average').argParser(rate))
    .addOption(flag('--latency <median/P95>', 'what requests take on any day: 40ms/120ms').argParser(latency))
    .addOption(flag('--errors <share>', 'the share of requests that fail on any day: 0.01%').argParser(share))
    .addOption(
      flag(
        '--slo <objective>',
        'whose budget is counted: "errors < 0.1%", "under 300ms > 99%" (may be repeated)',
      ).argParser(gathered),
    )
    .addOption(
      flag(
        '--series <metric=what>',
        'what a metric is: all, answered, succeeded, failed, or a number (may be repeated)',
      ).argParser(gathered),
    )
    .addOption(
      flag(
        '--counters-at-zero',
        'the service sets its labelled counters to 0 as it starts (else each appears with the first request that it counts)',
      ),
    )
    .addOption(flag('--alert <name>', 'this alert alone (may be repeated)').argParser(gathered))
    .addOption(
      flag('--expect <expectation>', 'judge alerts: "pages within 10m of outage" (may be repeated)').argParser(
        gathered,
      ),
    )
}

/** @throws UserError where flags contradict one another */
export function drillOptions(flags: DrillFlags & Pick<PowerFlags, 'power' | 'threads'>): DrillOptions {
  const { rules = [], incident = [], alert = [], slo = [], series = [], expect = [] } = flags
  const source = sourceOf(flags)
  if (rules.length === 0 && source.kind !== 'scenario')
    throw new UserError('drill: expected --rules FILE, got none; an example: sla-harness drill --rules rules.yml')
  if (flags.quietMonths === 0 && expect.some((text) => /quiet month/.test(text)))
    throw new UserError('--quiet-months: expected 1 or more for what is expected of a quiet month, got 0')
  const lastSeed = flags.seed + flags.seeds - 1
  if (lastSeed > LIMITS.seed[1])
    throw new UserError(
      `--seeds: expected no seed above ${LIMITS.seed[1]}, got ${flags.seeds} from --seed ${flags.seed} on, of which the last is ${lastSeed}`,
    )
  return {
    rules,
    source,
    incidentsFile: flags.incidents ?? null,
    incidents: incident,
    alertmanagerFile: flags.alertmanager ?? null,
    days: flags.days,
    quietMonths: flags.quietMonths,
    seed: flags.seed,
    seeds: flags.seeds,
    requiredShare: flags.power ?? USUAL_POWER,
    threads: flags.threads,
    scrapeIntervalSeconds: flags.scrapeInterval,
    evaluationSeconds: flags.step,
    instances: flags.instances,
    rate: flags.rate ?? null,
    latency: flags.latency ?? null,
    errorShare: flags.errors ?? null,
    objectives: slo.map(givenObjective),
    series: series.map(parseSeriesOverride),
    seriesBegin: flags.countersAtZero ? 'at-zero' : 'with-first-count',
    alerts: alert,
    expectations: expect.map(parseDrillExpectation),
  }
}

function sourceOf({ scenario, run, prometheus }: DrillFlags): ServiceSource {
  const named = [
    ...(scenario === undefined ? [] : ['--scenario']),
    ...(run === undefined ? [] : ['--run']),
    ...(prometheus === undefined ? [] : ['--prometheus']),
  ]
  if (named.length > 1)
    throw new UserError(`drill: expected one of --scenario, --run and --prometheus, got ${named.join(' and ')}`)
  if (scenario !== undefined) return { kind: 'scenario', scenario }
  if (run !== undefined) return { kind: 'run', path: run }
  if (prometheus === undefined) return { kind: 'assumed' }
  if (isHttpUrl(prometheus)) return { kind: 'prometheus', url: prometheus }
  throw new UserError(
    `--prometheus: expected the http or https URL of a Prometheus, got ${redactUrl(prometheus)}${prometheus === 'embedded' || prometheus === 'local' ? ', which is for runs; without it, traffic and latencies are assumed' : ''}`,
  )
}

const LONGEST_INTERVAL_SECONDS = 3600

function interval(text: string): number {
  const seconds = parseDuration(text)
  if (seconds !== undefined && seconds >= 1 && seconds <= LONGEST_INTERVAL_SECONDS) return seconds
  throw new InvalidArgumentError(`Expected a duration from 1s to 1h, such as ${formatDuration(15)}, got ${text}.`)
}

function rate(text: string): number {
  const value = Number(text.replace(/\/s$/, ''))
  if (/^\d*\.?\d+(?:\/s)?$/.test(text) && Number.isFinite(value)) return value
  throw new InvalidArgumentError(`Expected requests per second, 0 or more, such as 12.5, got ${text}.`)
}

function share(text: string): number {
  const parsed = parseShare(text)
  if (parsed !== undefined) return parsed
  throw new InvalidArgumentError(`Expected a share such as 0.01%, got ${text}.`)
}

function latency(text: string): LatencyModel {
  const [medianSeconds, p95Seconds, ...others] = text.split('/').map(parseDuration)
  const isModel =
    medianSeconds !== undefined &&
    p95Seconds !== undefined &&
    others.length === 0 &&
    medianSeconds > 0 &&
    p95Seconds >= medianSeconds
  if (isModel) return { kind: 'lognormal', medianSeconds, p95Seconds }
  throw new InvalidArgumentError(`Expected a median and a P95 that is not below it, such as 40ms/120ms, got ${text}.`)
}
