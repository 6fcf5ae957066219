// Opens the monitor of a run: the embedded scraper and rule evaluator, or a real Prometheus.

import { assertNever } from '../core/assert-never.ts'
import type { MetricsTarget } from '../core/scenario/target.ts'
import { openEmbeddedMonitor } from '../prometheus/embedded/embedded-monitor.ts'
import { openLocalMonitor } from '../prometheus/local/local-monitor.ts'
import type { PrometheusMonitor } from '../prometheus/monitor.ts'
import { openRemoteMonitor } from '../prometheus/remote/remote-monitor.ts'
import { monitorOptions } from './setup/monitor-options.ts'
import type { RunSetup } from './setup/run-setup.ts'

/**
 * @throws UserError where the metrics cannot be read, a program is missing, or a name is mistaken
 */
export async function openMonitor(metrics: MetricsTarget, setup: RunSetup): Promise<PrometheusMonitor> {
  const { prometheus } = setup
  const options = monitorOptions(metrics, setup)
  switch (prometheus.kind) {
    case 'embedded':
      return openEmbeddedMonitor(options)
    case 'local':
      return openLocalMonitor(options)
    case 'remote':
      return openRemoteMonitor({
        ...options,
        url: prometheus.url,
      })
    default:
      return assertNever(prometheus)
  }
}
