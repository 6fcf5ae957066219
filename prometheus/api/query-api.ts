// The queries of the harness to a Prometheus: instants, ranges, raw samples, alerts, rules and targets. Instants are
// milliseconds since the Unix epoch.

import { formatPrometheusDuration } from '../promql/prometheus-duration.ts'
import { labelSignature } from '../series/labels.ts'
import type { Labels, Series } from '../series/series.ts'
import { asList, asObject, asText, type QueryAnswer, readLabels, readQueryAnswer } from './answer.ts'
import { ApiClient, type ApiClientOptions } from './client.ts'

export interface BuildInfo {
  /** `Prometheus`, or the name of a compatible server: `Grafana Mimir`. */
  readonly application: string
  readonly version: string
}

export interface ApiAlert {
  readonly labels: Labels
  readonly state: 'pending' | 'firing'
}

export interface ApiRule {
  readonly group: string
  /** The index in its group, from 0. */
  readonly index: number
  readonly name: string
  /** As the server prints it. */
  readonly query: string
  readonly kind: 'alerting' | 'recording'
  readonly forSeconds: number
  readonly groupIntervalSeconds: number
  /** Null where its last evaluation succeeded. */
  readonly lastError: string | null
  /** Null before the first evaluation. */
  readonly lastEvaluationMs: number | null
}

export interface ApiTarget {
  readonly labels: Labels
  readonly scrapeUrl: string
  readonly health: string
  readonly lastError: string
}

export interface TimeRange {
  readonly fromMs: number
  readonly toMs: number
}

/** Prometheus returns at most 11,000 points for each series. */
const MOST_POINTS = 10_000

export class QueryApi {
  readonly #client: ApiClient

  constructor(options: ApiClientOptions) {
    this.#client = new ApiClient(options)
  }

  get warnings(): readonly string[] {
    return this.#client.warnings
  }

  isReady(): Promise<boolean> {
    return this.#client.isReady()
  }

  close(): Promise<void> {
    return this.#client.close()
  }

  /** How far the server's clock is ahead of this machine's, to within a second; null if it sends no Date header. */
  aheadSeconds(): Promise<number | null> {
    return this.#client.aheadSeconds()
  }

  /** @throws QueryApiError, as do all methods below */
  async buildInfo(): Promise<BuildInfo> {
    const { application, version } = asObject(await this.#client.get('/api/v1/status/buildinfo'))
    return { application: typeof application === 'string' ? application : 'Prometheus', version: asText(version) }
  }

  /** How long samples are kept, as the server writes it: `15d`, or `15d or 10GiB`. */
  async storageRetention(): Promise<string> {
    const { storageRetention } = asObject(await this.#client.get('/api/v1/status/runtimeinfo'))
    return asText(storageRetention)
  }

  /** The configuration that is loaded, as YAML with all defaults. */
  async configuration(): Promise<string> {
    return asText(asObject(await this.#client.get('/api/v1/status/config')).yaml)
  }

  /** Without an instant: at the server's own time. */
  async query(expression: string, atMs?: number): Promise<QueryAnswer> {
    const time = atMs === undefined ? {} : { time: String(atMs / 1e3) }
    return readQueryAnswer(await this.#client.post('/api/v1/query', { query: expression, ...time }))
  }

  /** The expression at each step of the range, including its end if a step falls on it. */
  async queryRange(expression: string, { fromMs, toMs }: TimeRange, stepMs: number): Promise<readonly Series[]> {
    const parts: Series[] = []
    for (let startMs = fromMs; startMs <= toMs; startMs += MOST_POINTS * stepMs) {
      const endMs = Math.min(toMs, startMs + (MOST_POINTS - 1) * stepMs)
      const span = { start: String(startMs / 1e3), end: String(endMs / 1e3), step: String(stepMs / 1e3) }
      const answer = readQueryAnswer(await this.#client.post('/api/v1/query_range', { query: expression, ...span }))
      if (answer.type === 'matrix') parts.push(...answer.series)
    }
    return joined(parts)
  }

  /** The samples of a selector as they are stored, both ends of the range included. */
  async rawSamples(selector: string, { fromMs, toMs }: TimeRange): Promise<readonly Series[]> {
    // One millisecond more, because a range excludes its lower end since Prometheus 3.
    const range = formatPrometheusDuration(Math.max(1, toMs - fromMs + 1))
    const answer = await this.query(`${selector}[${range}]`, toMs)
    if (answer.type !== 'matrix') return []
    const inRange = ({ labels, samples }: Series) => ({
      labels,
      samples: samples.filter(({ timestampMs }) => timestampMs >= fromMs && timestampMs <= toMs),
    })
    return answer.series.map(inRange).filter(({ samples }) => samples.length > 0)
  }

  /** The alerts that are pending or firing now. */
  async alerts(): Promise<readonly ApiAlert[]> {
    const { alerts } = asObject(await this.#client.get('/api/v1/alerts'))
    return asList(alerts).map((alert) => {
      const { labels, state } = asObject(alert)
      return { labels: readLabels(labels), state: state === 'firing' ? 'firing' : 'pending' }
    })
  }

  async rules(): Promise<readonly ApiRule[]> {
    const { groups } = asObject(await this.#client.get('/api/v1/rules'))
    return asList(groups).flatMap((group) => {
      const { name, interval, rules } = asObject(group)
      return asList(rules).map((rule, index) => readRule(asObject(rule), asText(name), index, Number(interval)))
    })
  }

  async targets(): Promise<readonly ApiTarget[]> {
    const { activeTargets } = asObject(await this.#client.get('/api/v1/targets', { state: 'active' }))
    return asList(activeTargets).map((target) => {
      const { labels, scrapeUrl, health, lastError } = asObject(target)
      return {
        labels: readLabels(labels),
        scrapeUrl: asText(scrapeUrl),
        health: asText(health),
        lastError: asText(lastError),
      }
    })
  }

  /** The labels of the series that a selector matched at any time of the range. */
  async series(selector: string, { fromMs, toMs }: TimeRange): Promise<readonly Labels[]> {
    const span = { start: String(fromMs / 1e3), end: String(toMs / 1e3) }
    return asList(await this.#client.get('/api/v1/series', { 'match[]': selector, ...span })).map(readLabels)
  }

  /** The metric names of the series that a selector matches. */
  async metricNames(selector: string): Promise<readonly string[]> {
    const names = await this.#client.get('/api/v1/label/__name__/values', { 'match[]': selector })
    return asList(names).map(asText)
  }

  /** Type and help of the scraped metric families. */
  async metadata(): Promise<
    ReadonlyMap<string, { readonly type: string; readonly help: string; readonly unit?: string }>
  > {
    const families = asObject(await this.#client.get('/api/v1/metadata'))
    return new Map(
      Object.entries(families).map(([name, entries]) => {
        const { type, help, unit } = asObject(asList(entries)[0])
        return [name, { type: asText(type), help: asText(help), ...(typeof unit === 'string' && { unit }) }]
      }),
    )
  }
}

function readRule(
  rule: Readonly<Record<string, unknown>>,
  group: string,
  index: number,
  groupIntervalSeconds: number,
): ApiRule {
  const lastEvaluationMs = Date.parse(String(rule.lastEvaluation))
  const failed = typeof rule.lastError === 'string' && rule.lastError !== ''
  return {
    group,
    index,
    name: asText(rule.name),
    query: asText(rule.query),
    kind: rule.type === 'recording' ? 'recording' : 'alerting',
    forSeconds: Number(rule.duration ?? 0),
    groupIntervalSeconds,
    lastError: failed ? String(rule.lastError) : null,
    // Go's zero time, which stands for never, is in the year 1.
    lastEvaluationMs: lastEvaluationMs > 0 ? lastEvaluationMs : null,
  }
}

/** Joins the parts of each series that were queried piecewise. */
function joined(parts: readonly Series[]): readonly Series[] {
  const bySignature = new Map<string, Series>()
  for (const { labels, samples } of parts) {
    const signature = labelSignature(labels)
    const before = bySignature.get(signature)?.samples ?? []
    bySignature.set(signature, { labels, samples: before.length === 0 ? samples : [...before, ...samples] })
  }
  return [...bySignature.values()]
}
