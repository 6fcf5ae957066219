// Which request made an objective over several of them fail. It is said of one that stands out, and of none else:
//
//   - without its requests, those that are left would have met the objective in this run;
//   - it missed the objective more often than those that are left, by more than chance explains (the intervals of Clopper
//     and Pearson are apart);
//   - no other request is such a one.
//
// Two requests that are both slow explain a failure together, and neither of them alone: then nothing is said.

import { countAtOrBelow, totalCount } from '../../core/latency/latency-counts.ts'
import { nearestRank } from '../../core/latency/quantile.ts'
import type { SlaFinding } from '../../core/report/report.ts'
import { type LoadSlot, slaLatencies, sumAccounting } from '../../core/run/load-result.ts'
import type { Objective } from '../../core/scenario/objective.ts'
import type { Scenario } from '../../core/scenario/scenario.ts'
import { formatCount } from '../../core/text/count.ts'
import { formatShare } from '../../core/text/figures/share.ts'
import { counted } from '../../core/text/plural.ts'
import { clopperPearson } from '../statistics/clopper-pearson.ts'
import { slotsByRequest } from '../summary/slots-by-request.ts'

export type FailingRequest = NonNullable<SlaFinding['failing']>

/** Undefined where no single request stands out, or the objective was met. @param slots those that the objective was judged over */
export function failingRequest(
  objective: Objective,
  slots: readonly LoadSlot[],
  scenario: Pick<Scenario, 'requests'>,
): FailingRequest | undefined {
  const all = missedBy(objective, slots)
  if (isMet(objective, all)) return undefined
  const standingOut = [...slotsByRequest(slots, scenario)].flatMap(([request, ownSlots]) => {
    const own = missedBy(objective, ownSlots)
    const rest = { missed: all.missed - own.missed, judged: all.judged - own.judged }
    if (own.judged === 0 || rest.judged === 0 || !isMet(objective, rest) || !isApart(own, rest)) return []
    return [{ request, ...own, missedByAll: all.missed, judgedOfAll: all.judged }]
  })
  return standingOut.length === 1 ? standingOut[0] : undefined
}

interface Missed {
  readonly missed: number
  readonly judged: number
}

function missedBy(objective: Objective, slots: readonly LoadSlot[]): Missed {
  switch (objective.kind) {
    case 'quantile':
      return slower(slots, 'responseTime', objective.limitSeconds)
    case 'ttfb':
      return slower(slots, 'firstByteResponseTime', objective.limitSeconds)
    case 'under':
      return slower(slots, 'responseTime', objective.boundSeconds)
    case 'errors':
    case 'achieved': {
      const { offered, interrupted, completed } = sumAccounting(slots)
      return { missed: offered - interrupted - completed, judged: offered - interrupted }
    }
  }
}

function slower(slots: readonly LoadSlot[], time: 'responseTime' | 'firstByteResponseTime', seconds: number): Missed {
  const latencies = slaLatencies(slots, time)
  const judged = totalCount(latencies)
  return { missed: judged - countAtOrBelow(latencies, seconds), judged }
}

/** As the objective compares them, without an interval. */
function isMet(objective: Objective, { missed, judged }: Missed): boolean {
  switch (objective.kind) {
    case 'quantile':
    case 'ttfb':
      return judged - missed >= nearestRank(objective.quantile, judged)
    case 'errors':
      return missed < objective.limitShare * judged
    case 'under':
    case 'achieved':
      return judged - missed > objective.limitShare * judged
  }
}

function isApart(own: Missed, rest: Missed): boolean {
  return clopperPearson(own.missed, own.judged).lower > clopperPearson(rest.missed, rest.judged).upper
}

/** The sentence that ends the reason of the finding. */
export function failingRequestInWords(objective: Objective, failing: FailingRequest): string {
  const { request, missed, judged, missedByAll, judgedOfAll } = failing
  const [verb, been] =
    objective.kind === 'errors' || objective.kind === 'achieved'
      ? ['failed', 'have failed']
      : ['were too slow', 'have been']
  const all = counted(missedByAll, 'request')
  const which =
    missed === missedByAll
      ? `all ${all} that ${verb} are its`
      : `${formatCount(missed)} of the ${all} that ${verb} are its`
  const rest = formatShare((missedByAll - missed) / (judgedOfAll - judged))
  return `The request ${request} made it fail: ${which}, ${formatShare(missed / judged)} of its ${formatCount(judged)}. Without it ${rest} would ${been}, which meets the objective.`
}
