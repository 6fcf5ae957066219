// What a recorded run says of a service: its rate, what its requests took, its buckets, its SLA.

import { SECONDS_PER_UNIT } from '../../../core/histogram/latency-unit.ts'
import { latencyQuantile, mergeLatencies, withUnbounded } from '../../../core/latency/latency-counts.ts'
import type { DrillSource } from '../../../core/report/drill-report.ts'
import type { Report } from '../../../core/report/report.ts'
import type { EarlierRun } from '../../../core/run/earlier-run.ts'
import { parseObjective } from '../../../core/scenario/parse-objective.ts'
import { formatCount } from '../../../core/text/count.ts'
import { UserError } from '../../../core/user-error.ts'
import { drillObjective } from './drill-objective.ts'
import type { DrilledService } from './drilled-service.ts'
import { measuredLatency } from './measured-latency.ts'
import { trafficShape } from './traffic-shape.ts'

/** @throws UserError where nothing of it was measured */
export function serviceOfRun({ report, seconds, folder }: EarlierRun, place: string): DrilledService {
  const source: DrillSource = { kind: 'run', place }
  const measured = seconds.filter(({ phase }) => report.load.phases[phase]?.measured)
  const latencies = withUnbounded(mergeLatencies(measured.map(({ responseTime }) => responseTime)), 0)
  if (latencies.counts.length === 0)
    throw new UserError(`--run ${place}: expected a run with requests that were answered, got none in ${folder}`)
  const startMs = Date.parse(report.run.startedAt)
  const offered = report.timeline.map(({ second, offered: count }) => ({ atMs: startMs + second * 1e3, rate: count }))
  return {
    traffic: { source, meanRate: report.load.total.offeredRate, ...trafficShape(offered, 1) },
    latency: {
      source,
      wakeLatenessSeconds: 0,
      model: measuredLatency((quantile) => latencyQuantile(latencies, quantile)),
      sentence: 'as they were measured, faults of the run included',
    },
    failures: failuresOf(report),
    knownBounds: boundsOf(report),
    objectives: report.sla.flatMap(({ objective, during, request }) => {
      const parsed = parseObjective(objective)
      return parsed && during === null && (request ?? null) === null
        ? (drillObjective(objective, parsed, source) ?? [])
        : []
    }),
    notes: [],
  }
}

/** Null where every answer was an expected one: how few fail on other days, a short run does not tell. */
function failuresOf({ load: { total } }: Report): DrilledService['failures'] {
  const failed = Object.values(total.unexpectedStatusCodes).reduce((sum, count) => sum + count, 0)
  if (failed === 0) return null
  const answered = total.completed + failed
  return {
    share: failed / answered,
    sentence: `as ${formatCount(failed)} of the ${formatCount(answered)} answers of the run did, faults of the run included`,
  }
}

/** Figures of a report are seconds, whatever the histogram counts in. */
function boundsOf({ server }: Report): ReadonlyMap<string, readonly number[]> {
  if (server === null) return new Map()
  const perSecond = 1 / SECONDS_PER_UNIT[server.unit?.name ?? 'seconds']
  const bounds = server.buckets.flatMap(({ le }) => (le === '+Inf' ? [] : [Number((le * perSecond).toPrecision(12))]))
  return bounds.length === 0 ? new Map() : new Map([[server.metric.replace(/_bucket$/, ''), bounds]])
}
