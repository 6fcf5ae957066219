// The first arrivals of each request of a plan, as the load draws them: the same rows, the same generated values. Their
// instants are left out. Where users follow flows, which of them comes first depends on the answers: then each has the
// first rows in turn.

import { randomStream } from '../../core/random.ts'
import type { LoadPlan } from '../../core/scenario/load-plan.ts'
import type { Arrival, Draw } from '../schedule/arrival.ts'
import { streamNames } from '../schedule/phase.ts'
import { requestChoice } from '../schedule/request-choice.ts'
import { dataUses, TurnCounter } from '../schedule/turn-counter.ts'

/** A request that is drawn less often than once in so many is not waited for. */
const MOST_DRAWN = 10_000

/** By request of the plan. @param most of each */
export function firstArrivals(plan: LoadPlan, most: number): Arrival[][] {
  return plan.flows === undefined
    ? drawnArrivals(plan, most)
    : plan.requests.map((_, request) => ofFlows(plan, request, most))
}

function ofFlows(plan: LoadPlan, request: number, most: number): Arrival[] {
  return Array.from({ length: most }, (_, nth): Arrival => {
    const draw = { stream: `user ${nth}/0`, turns: (plan.data ?? []).map(() => nth) }
    return { intendedSeconds: 0, phase: 0, request, user: nth, draw }
  }).filter(({ draw }) => draw !== undefined && hasRows(draw, plan))
}

function drawnArrivals(plan: LoadPlan, most: number): Arrival[][] {
  const found: Arrival[][] = plan.requests.map(() => [])
  const uses = dataUses(plan)
  const turns = uses === null ? null : new TurnCounter(uses)
  const isOpen = plan.phases[0]?.traffic.kind === 'open'
  const [streamName = ''] = streamNames(plan.phases)
  const weights = plan.requests.map(({ weight }) => weight)
  const choose = requestChoice(weights, randomStream(plan.seed, `requests/${streamName}`))
  for (let index = 0; index < MOST_DRAWN && found.some(({ length }) => length < most); index++) {
    const request = choose()
    const draw: Draw | null =
      turns === null
        ? null
        : { stream: isOpen ? `${streamName}/${index}` : `user ${index}/0`, turns: turns.take(request) }
    const own = found[request]
    if (draw !== null && !hasRows(draw, plan)) break
    if (own !== undefined && own.length < most)
      own.push({ intendedSeconds: 0, phase: 0, request, user: isOpen ? -1 : index, ...(draw && { draw }) })
  }
  return found
}

/** Rows that are used once run out. */
function hasRows({ turns }: Draw, { data = [] }: LoadPlan): boolean {
  return data.every(({ order, rows }, i) => order !== 'once' || (turns[i] ?? 0) < rows)
}
