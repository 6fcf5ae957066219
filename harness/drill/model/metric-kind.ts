// What a metric is to the model of a service: a histogram of what requests take, a counter of requests, or something that
// the simulation does not make. Names are all that rules tell; what they are taken for is said in the report.

import { SECONDS_PER_UNIT, unitOfName } from '../../../core/histogram/latency-unit.ts'

export type MetricKind =
  | { readonly kind: 'histogram'; readonly base: string; readonly unitsPerSecond: number }
  /** `failed` where its name says that it counts failures. */
  | { readonly kind: 'counter'; readonly counts: 'answered' | 'failed' }
  | { readonly kind: 'up' }
  | { readonly kind: 'start-time' }

/** What Prometheus adds with every scrape beside `up`. Source: Prometheus docs, jobs and instances; scrape/scrape.go. */
const OF_SCRAPES = [
  'scrape_duration_seconds',
  'scrape_samples_scraped',
  'scrape_samples_post_metric_relabeling',
  'scrape_series_added',
  'scrape_timeout_seconds',
  'scrape_sample_limit',
  'scrape_body_size_bytes',
]

/** A simulated service has no page that is large or slow: that is known only where somebody says it. */
export function isOfScrapes(metric: string): boolean {
  return OF_SCRAPES.includes(metric)
}

const HISTOGRAM_SUFFIX = /_(bucket|count|sum)$/
const NO_LATENCY =
  /(^|_)(bytes?|size|length|ratio|items|depth|entries|certificates?|certs?|expir(y|ation|es)|age|ttl|uptime|interval|lag|timestamp)(_|$)/
const LATENCY_WORDS = /(^|_)(seconds|duration|latency|milliseconds|millis|ms|time)(_|$)/
const REQUEST_WORDS =
  /(^|_)(requests?|reqs?|http|grpc|rpc|rpcs|calls?|handled|responses?|quer(y|ies)|invocations?|hits)(_|$)/
const FAILURE_WORDS = /(^|_)(errors?|errs?|failures?|failed|exceptions?|5xx|rejected)(_|$)/
/** What became of some requests otherwise than by an answer, and how many there are at an instant: neither is simulated. */
const OTHER_FATES =
  /(^|_)(terminat(ed|ions?)|dropped|drops|abort(ed|s)|cancel(led|ed|lations?)|retr(y|ies|ied)|timeouts?|throttled|throttling|denied|limited|shed|skipped|evict(ed|ions?)|expired|active|pending|waiting|queued|concurrent|open|current|max|in_?flight|in_?progress)(_|$)/
/** Of machines, of orchestration and of runtimes: none of them counts the requests of a service. */
const OTHERS =
  /^(node|kube|kubernetes|kubelet|kubeproxy|container|machine|windows|process|go|nodejs|jvm|python|cadvisor|probe|scrape|blackbox|mysql|mysqld|pg|pgbouncer|redis|prometheus(?!_http)|alertmanager(?!_http))_/

/**
 * Undefined for what the simulation does not make.
 * @param histograms the names of which buckets are read, without a suffix
 */
export function metricKind(name: string, histograms: ReadonlySet<string>): MetricKind | undefined {
  if (name === 'up') return { kind: 'up' }
  if (name === 'process_start_time_seconds') return { kind: 'start-time' }
  const base = name.replace(HISTOGRAM_SUFFIX, '')
  if (base !== name && (histograms.has(base) || isLatency(base))) {
    if (NO_LATENCY.test(base) || (OTHERS.test(base) && !REQUEST_WORDS.test(base))) return undefined
    return { kind: 'histogram', base, unitsPerSecond: unitsPerSecondOf(base) }
  }
  if (OTHERS.test(name)) return undefined
  const isCounter = /_(total|count)$/.test(name) || /_requests?$/.test(name)
  if (!isCounter || !REQUEST_WORDS.test(name) || NO_LATENCY.test(name) || OTHER_FATES.test(name)) return undefined
  return { kind: 'counter', counts: FAILURE_WORDS.test(name) ? 'failed' : 'answered' }
}

/** What series have in common that are made together: those of one histogram, and those that are added with every scrape. */
export function familyOf(metric: string): string {
  return isOfScrapes(metric) ? 'up' : metric.replace(HISTOGRAM_SUFFIX, '')
}

/** Of the histogram that a series is taken for, whether its buckets are read or not; null for what is none. */
export function unitsPerSecond(metric: string | null): number | null {
  if (metric === null) return null
  const kind = metricKind(metric, new Set([metric.replace(HISTOGRAM_SUFFIX, '')]))
  return kind?.kind === 'histogram' ? kind.unitsPerSecond : null
}

function isLatency(base: string): boolean {
  return LATENCY_WORDS.test(base) && !OTHERS.test(base)
}

function unitsPerSecondOf(base: string): number {
  return Math.round(1 / SECONDS_PER_UNIT[unitOfName(base) ?? 'seconds'])
}
