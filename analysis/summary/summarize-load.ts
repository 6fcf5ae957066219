// Offered requests and their outcomes, over all measured phases, for each phase, and for each request.

import { boundedCount, mergeLatencies } from '../../core/latency/latency-counts.ts'
import { summarizeLatencies } from '../../core/latency/latency-summary.ts'
import type { Report, ReportedLoad } from '../../core/report/report.ts'
import {
  type ConnectionTimes,
  type LoadResult,
  type LoadSlot,
  measuredSlots,
  type PhaseWindow,
  slaLatencies,
  sumAccounting,
} from '../../core/run/load-result.ts'
import type { Scenario } from '../../core/scenario/scenario.ts'
import { reportedFirstErrors } from './first-errors.ts'
import { reportedFlows } from './flows.ts'
import { probableMistakes } from './probable-mistake.ts'
import { reportedAnswers } from './reported-answers.ts'
import { slotsByRequest } from './slots-by-request.ts'

export function summarizeLoad(load: LoadResult, scenario: Scenario): Report['load'] {
  const firstErrors = reportedFirstErrors(load, scenario)
  const flows = reportedFlows(load, scenario)
  const measuredSeconds = load.phases
    .filter(({ measured }) => measured)
    .reduce((sum, phase) => sum + duration(phase), 0)
  return {
    total: summarize(measuredSlots(load), measuredSeconds),
    phases: load.phases.map((phase, index) => ({
      ...phase,
      ...summarize(
        load.slots.filter((slot) => slot.phase === index),
        duration(phase),
      ),
    })),
    requests: [...slotsByRequest(measuredSlots(load), scenario)].map(([name, slots]) => ({
      name,
      ...summarize(slots, measuredSeconds),
    })),
    ...(flows === undefined ? {} : { flows }),
    connections: { ...summarizeConnections(load.connectionTimes), ...summarizeOpenings(load) },
    firstErrors,
    ...reportedAnswers(load, scenario),
    probableMistakes: probableMistakes(load, scenario, firstErrors),
  }
}

function summarizeConnections({ connectTime, tlsTime }: ConnectionTimes): Connections {
  return {
    opened: boundedCount(connectTime),
    connectTime: summarizeLatencies(connectTime),
    tlsTime: boundedCount(tlsTime) === 0 ? null : summarizeLatencies(tlsTime),
  }
}

/** Nothing where no request waited for a connection to open. */
function summarizeOpenings({ openingCosts, phases }: LoadResult): Pick<Connections, 'waitedFor'> {
  const costs = openingCosts.filter(({ phase }) => phases[phase]?.measured ?? false)
  if (costs.length === 0) return {}
  const summary = (time: 'connectTime' | 'tlsTime' | 'timeToFirstByte' | 'serviceTime') =>
    summarizeLatencies(mergeLatencies(costs.map((cost) => cost[time])))
  const tlsTime = summary('tlsTime')
  return {
    waitedFor: {
      requests: costs.reduce((sum, { requests }) => sum + requests, 0),
      connectTime: summary('connectTime'),
      tlsTime: (tlsTime.max ?? 0) > 0 ? tlsTime : null,
      timeToFirstByte: summary('timeToFirstByte'),
      serviceTime: summary('serviceTime'),
    },
  }
}

type Connections = NonNullable<Report['load']['connections']>

function duration(phase: PhaseWindow): number {
  return Math.max(0, phase.endSeconds - phase.startSeconds)
}

function summarize(slots: readonly LoadSlot[], durationSeconds: number): ReportedLoad {
  const accounting = sumAccounting(slots)
  const perSecond = (count: number) => (durationSeconds > 0 ? count / durationSeconds : 0)
  return {
    ...accounting,
    durationSeconds,
    offeredRate: perSecond(accounting.offered),
    achievedRate: perSecond(accounting.completed),
    responseTime: summarizeLatencies(slaLatencies(slots, 'responseTime')),
    serviceTime: summarizeLatencies(slaLatencies(slots, 'serviceTime')),
    timeToFirstByte: summarizeLatencies(slaLatencies(slots, 'timeToFirstByte')),
    firstByteResponseTime: summarizeLatencies(slaLatencies(slots, 'firstByteResponseTime')),
    errorTime: summarizeLatencies(mergeLatencies(slots.map((slot) => slot.errorResponseTime))),
  }
}
