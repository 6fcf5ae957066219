// What the API monitor needs to know of a Prometheus that the harness has started.

import { everyRule, type RuleFile } from '../alerting/rule-file.ts'
import { collectOpenMetrics } from '../api/collect/open-metrics.ts'
import { scrapeRecords } from '../api/collect/scrape-records.ts'
import { servedAlerts } from '../api/live-alerts.ts'
import type { MonitorAdapter, ObservedRun } from '../api/monitor-adapter.ts'
import type { QueryApi } from '../api/query-api.ts'
import { QueryApiError } from '../api/query-api-error.ts'
import type { MonitorOptions } from '../monitor.ts'
import { steadyWallClock } from '../observation/steady-wall-clock.ts'
import { dialectOf } from '../promql/dialect.ts'
import type { ScrapeTarget } from '../scrape/target-labels.ts'
import type { Series } from '../series/series.ts'
import { collectServedAlerts, servedRules, wereEvaluatedAfter } from './served-rules.ts'
import { jobSelector, type LocalStack } from './stack.ts'

const POLL_SECONDS = 0.05
/** A failed scrape is followed by another one after an interval. */
const AWAITED_SCRAPES = 3
/** About 60 MB of JSON. */
const MOST_SAMPLES = 2_000_000

export function localAdapter(
  options: MonitorOptions,
  { api, prometheusVersion, problems }: LocalStack,
  targets: readonly ScrapeTarget[],
): MonitorAdapter {
  const { scrapeIntervalSeconds } = options
  const nowMs = steadyWallClock()
  const job = jobSelector(targets)
  const raw = (metric: string, { fromMs, endMs }: ObservedRun) => api.rawSamples(metric + job, { fromMs, toMs: endMs })
  return {
    api,
    source: `Prometheus ${prometheusVersion}`,
    dialect: dialectOf(prometheusVersion),
    aheadMs: 0,
    nowMs,
    scrapeIntervalSeconds,
    scrapes: {
      samplesSince: (fromMs) => api.rawSamples(`up${job}`, { fromMs: Math.round(fromMs), toMs: Math.round(nowMs()) }),
      instances: async () => targets.length,
      isSuccess: (up) => up === 1,
      longestWaitSeconds: AWAITED_SCRAPES * scrapeIntervalSeconds + 1,
      pollSeconds: POLL_SECONDS,
    },
    liveAlerts: servedAlerts(api),
    evaluatedAfter: (atMs) => evaluatedAfter(api, options, atMs),
    collectAlerts: ({ time }) => collectServedAlerts(api, options.ruleFile, time),
    async collectScrapes(run) {
      return scrapeRecords(await raw('up', run), await raw('scrape_duration_seconds', run), run.time)
    },
    async openMetrics(run, histogram) {
      const all = (await isTooMuch(api, run, scrapeIntervalSeconds)) ? histogram : await everything(api, run)
      const recorded = new Set(recordedByRules(options.ruleFile))
      return collectOpenMetrics(
        api,
        all.filter(({ labels }) => !recorded.has(labels.__name__ ?? '')),
      )
    },
    scrapeIntervalOf: () => scrapeIntervalSeconds,
    hasOneInterval: true,
    problems,
  }
}

async function evaluatedAfter(api: QueryApi, options: MonitorOptions, atMs: number): Promise<void> {
  const { ruleFile, clock, evaluationIntervalSeconds } = options
  const deadline = clock.nowSeconds() + 2 * evaluationIntervalSeconds + 1
  const isDone = async () => {
    const served = ruleFile ? await api.rules() : []
    return !ruleFile || wereEvaluatedAfter(servedRules(ruleFile, served), atMs)
  }
  try {
    while (clock.nowSeconds() < deadline && !(await isDone())) await clock.sleep(POLL_SECONDS)
  } catch (error) {
    if (!(error instanceof QueryApiError)) throw error
  }
}

/** The names of the series that rules record: they were not scraped. */
function recordedByRules(ruleFile: RuleFile | null): readonly string[] {
  const recording = (ruleFile?.groups.flatMap(everyRule) ?? []).filter(({ kind }) => kind === 'recording')
  return ['ALERTS', 'ALERTS_FOR_STATE', ...recording.map(({ name }) => name)]
}

/** Whatever its labels are: a page whose labels are honoured may have any job. */
const EVERYTHING = '{__name__!=""}'

function everything(api: QueryApi, { fromMs, endMs }: ObservedRun): Promise<readonly Series[]> {
  return api.rawSamples(EVERYTHING, { fromMs, toMs: endMs })
}

/** If true, only the series of the histogram are collected. */
async function isTooMuch(
  api: QueryApi,
  { fromMs, endMs }: ObservedRun,
  scrapeIntervalSeconds: number,
): Promise<boolean> {
  const counted = await api.query(`count(${EVERYTHING})`, endMs)
  const seriesCount = counted.type === 'vector' ? (counted.samples[0]?.value ?? 0) : 0
  return (seriesCount * (endMs - fromMs)) / 1e3 / scrapeIntervalSeconds > MOST_SAMPLES
}
