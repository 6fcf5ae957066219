// The flows of one generator: its users, what they keep, and what becomes of their iterations.

import type { FlowIterations } from '../../core/run/load-result.ts'
import type { Flow } from '../../core/scenario/flows/flow.ts'
import type { LoadPlan } from '../../core/scenario/load-plan.ts'
import type { Arrival } from '../schedule/arrival.ts'
import type { RowEvents } from '../schedule/phase.ts'
import type { Shard } from '../schedule/shard.ts'
import { cookieScope } from './cookies/cookie-scope.ts'
import { type FlowSegment, flowSegment } from './flow-segment.ts'
import type { FlowPhase, FlowTraffic } from './flow-traffic.ts'
import { IterationTally } from './iteration-tally.ts'
import { planFlows } from './plan-flows.ts'
import { UserSession } from './user-session.ts'

export interface GeneratorFlowsOptions {
  readonly plan: LoadPlan
  readonly flows: readonly Flow[]
  readonly shard: Shard
  readonly rows: RowEvents
}

export class GeneratorFlows {
  readonly #options: GeneratorFlowsOptions
  readonly #phases: readonly FlowPhase[]
  readonly #tally = new IterationTally()
  readonly #refusedCookies = new Set<string>()
  /** Of the segment that runs. */
  #traffic: FlowTraffic | undefined

  constructor(options: GeneratorFlowsOptions) {
    this.#options = options
    this.#phases = planFlows(options)
  }

  /** The names of `Secure` cookies that came in the clear and were not kept. */
  get refusedCookies(): readonly string[] {
    return [...this.#refusedCookies]
  }

  /** Phases `firstPhase` up to but not including `endPhase`. @param startSeconds when they start, on the clock's axis */
  segment(firstPhase: number, endPhase: number, startSeconds: number): FlowSegment {
    const { plan, flows, rows } = this.#options
    const scope = cookieScope(plan)
    const segment = flowSegment({
      flows,
      phases: this.#phases.slice(firstPhase, endPhase),
      startSeconds,
      tally: this.#tally,
      openSession: (cookies) => new UserSession(scope, cookies),
      onRefusedCookie: (name) => this.#refusedCookies.add(name),
      onOutOfRows: rows.outOfRows,
    })
    this.#traffic = segment.traffic
    return segment
  }

  sessionOf(arrival: Arrival): UserSession {
    if (!this.#traffic) throw new RangeError('expected a segment that runs')
    return this.#traffic.sessionOf(arrival)
  }

  /** What became of iterations since the last call. */
  takeIterations(): FlowIterations[] {
    return this.#tally.take()
  }
}
