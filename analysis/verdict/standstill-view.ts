// What is said of users that stood still: objectives are judged as observed, for that is what a closed loop asks, and
// beside that stands what arrivals at the users' normal pace would have seen.

import { latencyQuantile, totalCount } from '../../core/latency/latency-counts.ts'
import type { SlaFinding } from '../../core/report/report.ts'
import { measuredSlots, slaLatencies } from '../../core/run/load-result.ts'
import type { RunRecord } from '../../core/run/run-record.ts'
import { trafficInRequests } from '../../core/scenario/flows/traffic-in-requests.ts'
import { formatDuration } from '../../core/text/duration.ts'
import { counted, listed } from '../../core/text/plural.ts'
import { objectiveSlots } from '../objectives/objective-slots.ts'
import { namedObjective } from './objective-in-words.ts'
import { type Standstill, standstills, withMissingArrivals } from './standstill.ts'

/** The finding, with a clause where it passes only because users stood still. */
export function withStandstill(record: RunRecord, finding: SlaFinding, index: number): SlaFinding {
  const missed = missedSeconds(record, finding, index)
  if (missed === null) return finding
  return {
    ...finding,
    reason: `${finding.reason} That is what users saw who stood still; at their normal pace it would have been ${formatDuration(missed)}.`,
  }
}

/** One sentence where users stood still. */
export function standstillNotes(record: RunRecord, sla: readonly SlaFinding[]): string[] {
  const found = standstillsOf(record)
  if (found.length === 0) return []
  const longest = found.reduce((most, each) => (each.seconds > most.seconds ? each : most))
  const missed = sla.flatMap((finding, index) => {
    const seconds = missedSeconds(record, finding, index)
    return seconds === null ? [] : [`${namedObjective(finding)} would not be met (${formatDuration(seconds)})`]
  })
  const times = found.length === 1 ? '' : `${counted(found.length, 'time')}, `
  const consequence = missed.length === 0 ? '' : `: ${listed(missed)}`
  return [
    `Users stood still ${times}for ${formatDuration(longest.seconds)} or longer: each of ${counted(longest.users, 'user')} waited for one response and sent nothing. With arrivals at the same rate that do not wait (rate in place of users), the requests that were missing would have waited, too${consequence}.`,
  ]
}

function missedSeconds(record: RunRecord, { finding, during }: SlaFinding, index: number): number | null {
  const wanted = record.scenario.sla[index]
  if (finding !== 'pass' || wanted?.objective.kind !== 'quantile') return null
  const { objective } = wanted
  const { load } = record
  const found = standstillsOf(record).filter(({ phase }) => during === null || load.phases[phase]?.name === during)
  if (found.length === 0) return null
  const observed = slaLatencies(objectiveSlots(record, wanted), 'responseTime')
  // Of the requests that were missing, a request has the same share as of those that were sent.
  const share =
    totalCount(observed) / totalCount(slaLatencies(measuredSlots(load, during ?? undefined), 'responseTime'))
  const missing = found.map((each) => ({ ...each, users: share * each.users }))
  const corrected = latencyQuantile(withMissingArrivals(observed, missing), objective.quantile)
  return corrected >= objective.limitSeconds ? corrected : null
}

function standstillsOf({ load, scenario }: RunRecord): Standstill[] {
  const phases = trafficInRequests(scenario.load.phases, scenario.flows)
  return standstills(load, { phases, timeoutSeconds: scenario.load.timeoutSeconds })
}
