// The evidence of a run that has just ended: the server's own record, or else the client's response times.

import { latencyRecord } from '../../analysis/layouts/record/latency-record.ts'
import { latencySeries } from '../../core/latency/latency-series.ts'
import { warmUpPhaseCount } from '../../core/scenario/load-plan.ts'
import type { RuleFile } from '../../prometheus/alerting/rule-file.ts'
import type { JudgedRun } from '../judged-run.ts'
import { joinedScrapes, type LayoutEvidence } from './layout-evidence.ts'

/** Null if nothing was observed. */
export function runEvidence(run: JudgedRun, ruleFile: RuleFile | null): LayoutEvidence | null {
  const { scenario, report, load, exact, prometheus } = run
  const openMetrics = prometheus === null ? null : joinedScrapes(prometheus.openMetrics, prometheus.countedOpenMetrics)
  const around = { report, openMetrics, ruleFile, scraped: null }
  if (exact && exact.seconds.length > 0)
    return {
      record: latencyRecord(exact.seconds),
      source: 'server',
      observed: "the server's own record of what its histograms observed",
      ...around,
    }
  const warmUpPhases = warmUpPhaseCount(scenario.load.phases)
  const measured = load.slots.filter(({ phase }) => phase >= warmUpPhases)
  const series = latencySeries(measured.map(({ second, responseTime }) => ({ second, latencies: responseTime })))
  if (series.length === 0) return null
  return {
    record: latencyRecord(series),
    source: 'client',
    observed: 'response times of the client, which include network and queues',
    ...around,
  }
}
