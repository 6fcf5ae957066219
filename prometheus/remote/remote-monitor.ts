// The monitor of `--prometheus URL`: any Prometheus-compatible API (Prometheus, Mimir, Thanos, VictoriaMetrics) that
// scrapes the service already. The harness scrapes nothing itself; it queries the interval of the run.

import type { RuleFinding } from '../../core/run/rule-finding.ts'
import { runFindings } from '../alerting/lint/run-findings.ts'
import { ApiMonitor } from '../api/api-monitor.ts'
import { ruleSeries } from '../api/collect/rule-series.ts'
import type { MonitorAdapter } from '../api/monitor-adapter.ts'
import { QueryApi } from '../api/query-api.ts'
import { QueryApiError } from '../api/query-api-error.ts'
import type { MonitorOptions, OpenMonitor } from '../monitor.ts'
import { histogramSelection } from '../observation/histogram-selection.ts'
import { LOOKBACK_MS } from '../promql/evaluate/select-samples.ts'
import { remoteAccess } from './access.ts'
import { probeRemote } from './probe.ts'
import { remoteAdapter } from './remote-adapter.ts'

export interface RemoteMonitorOptions extends MonitorOptions {
  /** The part before `/api/v1`. */
  readonly url: string
}

/**
 * Looks at the server once.
 * @throws UserError where it does not answer as a Prometheus API, credentials are refused, or names are mistaken
 */
export const openRemoteMonitor: OpenMonitor<RemoteMonitorOptions> = async (options) => {
  const access = remoteAccess(options.url, options.environment)
  const selection = histogramSelection(options.histogram, options.match)
  const api = new QueryApi(access)
  try {
    const probe = await probeRemote(api, access.baseUrl, selection)
    const adapter = await remoteAdapter(options, api, access.baseUrl, selection, probe)
    return new ApiMonitor(options, adapter, await findingsBefore(options, adapter))
  } catch (error) {
    await api.close()
    throw error
  }
}

/** Of the rules, with the series that the server has scraped lately. */
async function findingsBefore(
  { ruleFile, histogram }: RemoteMonitorOptions,
  { api, nowMs, scrapeIntervalSeconds }: MonitorAdapter,
): Promise<readonly RuleFinding[]> {
  const toMs = Math.round(nowMs())
  const series = await ruleSeries(api, ruleFile, { fromMs: toMs - LOOKBACK_MS, toMs }).catch((error) => {
    // The run can do without; what it could not find out is said at its end.
    if (error instanceof QueryApiError) return undefined
    throw error
  })
  return runFindings(ruleFile, {
    scrapeIntervalSeconds,
    scrapeIntervalMeasuredOn: histogram,
    series,
    beforeTraffic: true,
    allOfPromql: true,
  })
}
