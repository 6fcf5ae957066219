// What the API monitor needs to know of a remote Prometheus.

import { formatDuration } from '../../core/text/duration.ts'
import type { ScrapeWatch } from '../api/await-scrapes.ts'
import { collectOpenMetrics } from '../api/collect/open-metrics.ts'
import { scrapeRecords } from '../api/collect/scrape-records.ts'
import type { MonitorAdapter, ObservedRun } from '../api/monitor-adapter.ts'
import type { QueryApi } from '../api/query-api.ts'
import { QueryApiError } from '../api/query-api-error.ts'
import type { MonitorOptions } from '../monitor.ts'
import type { HistogramSelection } from '../observation/histogram-selection.ts'
import { steadyWallClock } from '../observation/steady-wall-clock.ts'
import { DEFAULT_DIALECT } from '../promql/dialect.ts'
import { labelTest } from '../series/label-matcher.ts'
import { labelSignature, labelValue } from '../series/labels.ts'
import type { Labels, Series } from '../series/series.ts'
import { listedRules, RemoteAlerts } from './alerts.ts'
import { medianIntervalSeconds, type RemoteProbe } from './probe.ts'

/** A scrape may fail, and its samples may become visible half a minute later (VictoriaMetrics). */
const AWAITED_SCRAPES = 3
const INGESTED_WITHIN_SECONDS = 45
const EVALUATED_WITHIN_SECONDS = 5
const LONGEST_EVALUATION_SECONDS = 90
const SHORTEST_POLL_SECONDS = 0.1
const LONGEST_POLL_SECONDS = 2

export async function remoteAdapter(
  options: MonitorOptions,
  api: QueryApi,
  baseUrl: string,
  selection: HistogramSelection,
  { name, aheadMs, scrapeIntervalSeconds: found }: RemoteProbe,
): Promise<MonitorAdapter> {
  const wallClock = steadyWallClock()
  const nowMs = () => wallClock() + aheadMs
  const scrapeIntervalSeconds = found ?? options.scrapeIntervalSeconds
  const alerts = new RemoteAlerts({ ...options, api, isOurs: belongsTo(selection) }, await listedRules(api))
  return {
    api,
    source: `${name} at ${baseUrl}`,
    dialect: DEFAULT_DIALECT,
    aheadMs,
    nowMs,
    scrapeIntervalSeconds,
    scrapes: remoteScrapes(api, selection, scrapeIntervalSeconds, () => Math.round(nowMs())),
    liveAlerts: alerts,
    evaluatedAfter: (atMs) => evaluatedAfter(alerts, options, atMs),
    collectAlerts: (run) => alerts.collect(run),
    collectScrapes: (run, histogram) => collectScrapes(api, run, histogram),
    openMetrics: (_run, histogram) => collectOpenMetrics(api, histogram),
    scrapeIntervalOf: (histogram) => medianIntervalSeconds(histogram) ?? scrapeIntervalSeconds,
    hasOneInterval: false,
    problems: aheadMs === 0 ? [] : [`the clock of ${baseUrl} is ${skew(aheadMs)} this machine's`],
  }
}

function skew(aheadMs: number): string {
  return `${formatDuration(Math.abs(aheadMs) / 1e3)} ${aheadMs > 0 ? 'ahead of' : 'behind'}`
}

/** An alert may have fewer labels than the histogram; the matchers apply to those that it has. */
function belongsTo({ matchers }: HistogramSelection): (labels: Labels) => boolean {
  const accepted = matchers.map((matcher) => ({ label: matcher.label, accepts: labelTest([matcher]) }))
  return (labels) => accepted.every(({ label, accepts }) => labelValue(labels, label) === '' || accepts(labels))
}

function remoteScrapes(
  api: QueryApi,
  { countSelector }: HistogramSelection,
  scrapeIntervalSeconds: number,
  nowMs: () => number,
): ScrapeWatch {
  return {
    samplesSince: (fromMs) => api.rawSamples(countSelector, { fromMs: Math.round(fromMs), toMs: nowMs() }),
    // Instances that disappeared are stale and not counted.
    async instances() {
      const answer = await api.query(`count(${countSelector})`)
      return answer.type === 'vector' ? (answer.samples[0]?.value ?? 0) : 0
    },
    isSuccess: () => true,
    longestWaitSeconds: AWAITED_SCRAPES * scrapeIntervalSeconds + INGESTED_WITHIN_SECONDS,
    pollSeconds: Math.min(LONGEST_POLL_SECONDS, Math.max(SHORTEST_POLL_SECONDS, scrapeIntervalSeconds / 5)),
  }
}

async function evaluatedAfter(alerts: RemoteAlerts, { clock, signal }: MonitorOptions, atMs: number): Promise<void> {
  const startSeconds = clock.nowSeconds()
  try {
    for (;;) {
      const slowest = await alerts.slowestEvaluation()
      if (!slowest || slowest.lastMs > atMs || signal?.aborted) return
      const patience = Math.min(LONGEST_EVALUATION_SECONDS, slowest.intervalSeconds + EVALUATED_WITHIN_SECONDS)
      if (clock.nowSeconds() - startSeconds > patience) return
      await clock.sleep(Math.min(LONGEST_POLL_SECONDS, slowest.intervalSeconds / 4))
    }
  } catch (error) {
    if (!(error instanceof QueryApiError)) throw error
  }
}

/** The scrapes of the instances that print the histogram. */
async function collectScrapes(api: QueryApi, { fromMs, endMs, time }: ObservedRun, histogram: readonly Series[]) {
  const ofTarget = ({ job = '', instance = '' }: Labels) => labelSignature({ job, instance })
  const targets = new Set(histogram.map(({ labels }) => ofTarget(labels)))
  const range = { fromMs, toMs: endMs }
  const jobs = new Set(histogram.map(({ labels }) => labelValue(labels, 'job')))
  const matchers = [...jobs].map((job) => `{job=${JSON.stringify(job)}}`)
  const ofJobs = async (metric: string) => {
    const parts = await Promise.all(matchers.map((matcher) => api.rawSamples(metric + matcher, range)))
    return parts.flat().filter(({ labels }) => targets.has(ofTarget(labels)))
  }
  return scrapeRecords(await ofJobs('up'), await ofJobs('scrape_duration_seconds'), time)
}
