// The monitor of `--prometheus URL`: any Prometheus-compatible API (Prometheus, Mimir, Thanos, VictoriaMetrics) that
// scrapes the service already. The harness scrapes nothing itself; it queries the interval of the run.

import { ApiMonitor } from '../api/api-monitor.ts'
import { QueryApi } from '../api/query-api.ts'
import type { MonitorOptions, OpenMonitor } from '../monitor.ts'
import { histogramSelection } from '../observation/histogram-selection.ts'
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
    return new ApiMonitor(options, await remoteAdapter(options, api, access.baseUrl, selection, probe))
  } catch (error) {
    await api.close()
    throw error
  }
}
