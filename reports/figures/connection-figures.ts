// What opening connections took, where it matters: in no request's service time, but in the wait of whoever needs a new one.

import type { LatencySummary } from '../../core/latency/latency-summary.ts'
import type { Report } from '../../core/report/report.ts'
import { latencyLimitSeconds } from '../../core/scenario/objective.ts'
import { parseObjective } from '../../core/scenario/parse-objective.ts'
import { counted } from '../../core/text/plural.ts'
import { formatCount, formatLatency } from './figures.ts'

interface ConnectionParts extends Pick<Report, 'load' | 'sla'> {
  readonly generator: Pick<Report['generator'], 'lost'>
}

/** A new connection that takes less of the tightest limit is not worth a line. */
const NOTEWORTHY_SHARE = 0.1

/**
 * `12 opened, connect P50 80µs, P95 210µs, TLS P50 1.2ms, P95 3ms`. Undefined where nothing was opened, or without TLS and
 * soon enough.
 */
export function connectionFigures({ load, sla, generator }: ConnectionParts): string | undefined {
  const { connections } = load
  if (connections === undefined || connections.opened === 0) return undefined
  const { opened, connectTime, tlsTime, waitedFor } = connections
  const limits = sla.flatMap(({ objective }) => {
    const parsed = parseObjective(objective)
    return (parsed && latencyLimitSeconds(parsed)) ?? []
  })
  const isNoteworthy = (connectTime.p95 ?? 0) > NOTEWORTHY_SHARE * Math.min(...limits)
  if (tlsTime === null && !isNoteworthy && waitedFor === undefined) return undefined
  const all = [
    `${formatCount(opened)} opened${withoutLost(generator)}`,
    figures('connect', connectTime),
    ...(tlsTime === null ? [] : [figures('TLS', tlsTime)]),
  ].join(', ')
  return waitedFor === undefined ? all : `${all}; ${waitingFigures(waitedFor)}`
}

/** What a generator opened is known once it has ended. */
function withoutLost({ lost }: ConnectionParts['generator']): string {
  return lost === 0
    ? ''
    : `, not counting those of ${lost === 1 ? 'the lost generator' : `${formatCount(lost)} lost generators`}`
}

/** What the requests paid that waited for a connection to open, beside what came afterwards. */
function waitingFigures({ requests, connectTime, tlsTime, timeToFirstByte, serviceTime }: WaitedFor): string {
  return [
    `${counted(requests, 'request')} waited for one: connect P95 ${formatLatency(connectTime.p95)}`,
    ...(tlsTime === null ? [] : [`TLS P95 ${formatLatency(tlsTime.p95)}`]),
    `first byte P95 ${formatLatency(timeToFirstByte.p95)}`,
    `service time P95 ${formatLatency(serviceTime.p95)}`,
  ].join(', ')
}

type WaitedFor = NonNullable<NonNullable<Report['load']['connections']>['waitedFor']>

function figures(name: string, { p50, p95 }: LatencySummary): string {
  return `${name} P50 ${formatLatency(p50)}, P95 ${formatLatency(p95)}`
}
