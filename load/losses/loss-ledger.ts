// What each generator reported, as far as it takes to say what is lost should it be lost itself.
//
//   - Of open phases the schedule says what it was to send until the end of the run: what is missing of it is lost.
//   - Of users who wait for their answers (closed phases, and the steps of flows) it is known what was due when the last
//     report was written, and had not ended: that is lost. What they would have sent afterwards depends on answers that
//     nobody saw, and is not counted.

import type { FlowIterations } from '../../core/run/load-result.ts'
import { drainSecondsOf } from '../dispatch/request-timeout.ts'
import { IterationSums } from '../flows/iteration-sums.ts'
import type { Timings } from '../generator/protocol.ts'
import { timingsCount } from '../recording/timings.ts'
import type { Shard } from '../schedule/shard.ts'
import { ArrivalCounts, type CountedArrivals } from './arrival-counts.ts'
import type { CollectedPlan } from './collected-plan.ts'
import { lostArrivals } from './lost-arrivals.ts'
import { lostIterations } from './lost-iterations.ts'
import { eachScheduledArrival, type StartedSegment } from './scheduled-arrivals.ts'

export interface EndedRun {
  readonly segments: readonly StartedSegment[]
  /** Of the run: nothing was sent from then on. */
  readonly untilSeconds: number
}

export interface Loss {
  readonly arrivals: readonly CountedArrivals[]
  /** Empty where the plan has no flows. */
  readonly iterations: readonly FlowIterations[]
}

interface Account {
  readonly came: ArrivalCounts
  readonly iterations: IterationSums
  open: readonly CountedArrivals[]
  reportedSeconds: number
}

export class LossLedger {
  readonly #plan: CollectedPlan
  /** How many generators share the plan. */
  readonly #generators: number
  readonly #accounts = new Map<number, Account>()

  constructor(plan: CollectedPlan, generators: number) {
    this.#plan = plan
    this.#generators = generators
  }

  /** The second of the run up to which this generator has reported. */
  reportedSeconds(generator: number): number {
    return this.#accounts.get(generator)?.reportedSeconds ?? 0
  }

  add(generator: number, { timings, sealed, atSeconds, open = [], iterations = [] }: Timings): void {
    const account = this.#accountOf(generator)
    const { intendedSeconds, phase, request } = timings
    let [second, ofPhase, ofRequest, count] = [0, 0, 0, 0]
    // Most rows belong to the same second, phase and request as the row before them.
    for (let row = 0; row < timingsCount(timings); row++) {
      const isSame =
        Math.floor(intendedSeconds[row] as number) === second && phase[row] === ofPhase && request[row] === ofRequest
      if (!isSame) {
        if (count > 0) account.came.add(second, ofPhase, ofRequest, count)
        second = Math.floor(intendedSeconds[row] as number)
        ofPhase = phase[row] as number
        ofRequest = request[row] as number
        count = 0
      }
      count++
    }
    if (count > 0) account.came.add(second, ofPhase, ofRequest, count)
    for (const part of sealed?.slots ?? []) account.came.add(part.second, part.phase, part.request, part.offered)
    for (const each of iterations) account.iterations.add(each)
    // What was due so long before the report before this one has ended and come.
    account.came.foldBefore(Math.floor(account.reportedSeconds - drainSecondsOf(this.#plan.timeoutSeconds)))
    account.open = open
    account.reportedSeconds = Math.max(account.reportedSeconds, atSeconds)
  }

  /** What is lost with a generator. */
  lossOf(generator: number, { segments, untilSeconds }: EndedRun): Loss {
    const { came, open, iterations } = this.#accountOf(generator)
    const shard: Shard = { index: generator, count: this.#generators }
    const plan = this.#plan
    const scheduled = new ArrivalCounts((plan.flows ?? plan.requests).length)
    eachScheduledArrival(plan, shard, segments, untilSeconds, (...arrival) => scheduled.add(...arrival))
    if (plan.flows !== undefined)
      return { arrivals: open, iterations: lostIterations(scheduled.all(), iterations.sums()) }
    const isOpen = ({ phase }: CountedArrivals) => plan.phases[phase]?.traffic.kind === 'open'
    const arrivals = [
      ...lostArrivals(scheduled.all(), came.all().filter(isOpen), plan.requests.length),
      ...open.filter((each) => !isOpen(each)),
    ]
    return { arrivals, iterations: [] }
  }

  #accountOf(generator: number): Account {
    const before = this.#accounts.get(generator)
    if (before !== undefined) return before
    const account: Account = {
      came: new ArrivalCounts(this.#plan.requests.length),
      iterations: new IterationSums(),
      open: [],
      reportedSeconds: 0,
    }
    this.#accounts.set(generator, account)
    return account
  }
}
