// What one generator of several did by itself.

import type { LatencyCounts } from '../../core/latency/latency-counts.ts'
import type { GeneratorInterval } from '../../core/run/generators/generator-interval.ts'
import type { Timings } from '../generator/protocol.ts'
import { type Reach, ReachTally } from '../losses/reach-tally.ts'
import { DispatchDelays } from './dispatch-delay.ts'
import type { ThreadLoad } from './thread-load.ts'

interface Peaks {
  readonly inFlightMax: number
  readonly backlogMax: number
}

const NO_PEAKS: Peaks = { inFlightMax: 0, backlogMax: 0 }

export class GeneratorTally {
  readonly #isMeasured: (phase: number) => boolean
  readonly #delays: DispatchDelays
  readonly #intervals: GeneratorInterval[] = []
  /** By phase. */
  readonly #requests: number[]
  readonly #iterations: number[]
  readonly #reach: ReachTally
  #peaks: Peaks | undefined
  #reportedSeconds = 0
  #startLateSeconds: number | null = null

  constructor(phaseCount: number, isMeasured: (phase: number) => boolean) {
    this.#isMeasured = isMeasured
    this.#delays = new DispatchDelays(isMeasured)
    this.#requests = Array.from({ length: phaseCount }, () => 0)
    this.#iterations = Array.from({ length: phaseCount }, () => 0)
    this.#reach = new ReachTally(phaseCount)
  }

  startSegment(): void {
    this.#peaks = undefined
  }

  add(message: Timings): void {
    const { timings, sealed, iterations = [], startLateSeconds } = message
    this.#delays.add(timings)
    this.#reach.add(message)
    for (const phase of timings.phase) this.#count(this.#requests, phase, 1)
    if (sealed) {
      this.#delays.addSealed(sealed)
      for (const { phase, offered } of sealed.slots) this.#count(this.#requests, phase, offered)
    }
    for (const { phase, offered } of iterations) this.#count(this.#iterations, phase, offered)
    if (startLateSeconds !== undefined) this.#startLateSeconds = startLateSeconds
    this.#addInterval(message)
    const { inFlightMax, backlogMax } = this.#peaks ?? NO_PEAKS
    this.#peaks = {
      inFlightMax: Math.max(inFlightMax, message.inFlightMax),
      backlogMax: Math.max(backlogMax, message.backlogMax),
    }
  }

  /** Of the segment that runs; null where it has reported nothing of it. */
  get peaks(): Peaks | null {
    return this.#peaks ?? null
  }

  get intervals(): readonly GeneratorInterval[] {
    return this.#intervals
  }

  /** How long after its planned start the measured segment could begin; null where it has not. */
  get startLateSeconds(): number | null {
    return this.#startLateSeconds
  }

  /** Requests by phase. */
  get requests(): readonly number[] {
    return this.#requests
  }

  get reach(): Reach {
    return this.#reach
  }

  get measuredRequests(): number {
    return this.#requests.reduce((sum, count, phase) => sum + (this.#isMeasured(phase) ? count : 0), 0)
  }

  /** Iterations by phase; where the plan has no flows, none. */
  get iterations(): readonly number[] {
    return this.#iterations
  }

  dispatchDelay(): LatencyCounts {
    return this.#delays.dispatchDelay()
  }

  sendLag(): LatencyCounts {
    return this.#delays.sendLag()
  }

  #addInterval({ atSeconds, load, backlog }: Timings): void {
    const startSeconds = this.#reportedSeconds
    this.#reportedSeconds = atSeconds
    if (load.wallSeconds > 0) this.#intervals.push({ startSeconds, endSeconds: atSeconds, ...sharesOf(load), backlog })
  }

  #count(counts: number[], phase: number, more: number): void {
    counts[phase] = (counts[phase] ?? 0) + more
  }
}

function sharesOf(load: ThreadLoad): Omit<GeneratorInterval, 'startSeconds' | 'endSeconds' | 'backlog'> {
  const { wallSeconds, activeSeconds, cpuSeconds, waitingForCoreSeconds, saturatedSeconds } = load
  return {
    cpuShare: cpuSeconds / wallSeconds,
    eventLoopUtilization: activeSeconds / wallSeconds,
    waitingForCoreShare: waitingForCoreSeconds / wallSeconds,
    saturatedSeconds,
  }
}
