// An open phase: arrivals come by the schedule, whatever becomes of those before them. When they are due, and which
// request each of them sends, is computed ahead from the seed. Each phase draws from random streams of its own, so that
// a change to one phase leaves the others as they were.

import { randomStream } from '../../core/random.ts'
import type { ArrivalProcess } from '../../core/scenario/load-plan.ts'
import type { Arrival, ArrivalSink, ArrivalSource, Draw } from './arrival.ts'
import type { RateCurve } from './curve.ts'
import { evenlySpacedArrivals } from './even.ts'
import { poissonArrivals } from './poisson.ts'
import { requestChoice } from './request-choice.ts'
import { type Shard, shardSize } from './shard.ts'
import { NO_TURN, type TurnCounter } from './turn-counter.ts'

export interface ArrivalSchedule {
  /** Seconds from the phase's start, ascending. */
  readonly seconds: Float64Array
  /** For each arrival the index of its request in the plan. */
  readonly requests: Uint16Array
  /** By what the arrivals draw their values; null where none does. */
  readonly draws: ScheduledDraws | null
}

export interface ScheduledDraws {
  readonly streamName: string
  readonly shard: Shard
  /** By data set: for each arrival its turn. */
  readonly turns: readonly Int32Array[]
}

export interface ScheduleOptions {
  readonly process: ArrivalProcess
  readonly seed: number
  /** Names the random streams of this phase. */
  readonly streamName: string
  readonly weights: readonly number[]
  readonly shard: Shard
  /** Where arrivals draw values: counts the turns of all of them, those of other shards included. */
  readonly turns?: TurnCounter | null
}

/** The shard's arrivals. All arrivals of the phase are drawn first, so they do not depend on the number of shards. */
export function arrivalSchedule(curve: RateCurve, options: ScheduleOptions): ArrivalSchedule {
  const { process, seed, streamName, weights, shard, turns: counter = null } = options
  const all =
    process === 'constant'
      ? evenlySpacedArrivals(curve)
      : poissonArrivals(curve, randomStream(seed, `arrivals/${streamName}`))
  const choose = requestChoice(weights, randomStream(seed, `requests/${streamName}`))
  const size = shardSize(all.length, shard)
  const seconds = new Float64Array(size)
  const requests = new Uint16Array(size)
  const turns = Array.from({ length: counter?.dataSets ?? 0 }, () => new Int32Array(size))
  for (let i = 0, own = 0; i < all.length; i++) {
    const request = choose()
    const taken = counter === null ? [] : counter.take(request)
    if (i % shard.count !== shard.index) continue
    for (const [dataSet, column] of turns.entries()) column[own] = taken[dataSet] ?? NO_TURN
    seconds[own] = all[i] as number
    requests[own++] = request
  }
  return { seconds, requests, draws: counter === null ? null : { streamName, shard, turns } }
}

/** The `user` of an arrival that no closed-loop user waits for. */
const NO_USER = -1

/** How many arrivals ahead rows are read: at 5,000 a second the disk has 50 ms. */
const ARRIVALS_AHEAD = 256

export class OpenLoopArrivals implements ArrivalSource {
  readonly #schedule: ArrivalSchedule
  readonly #phase: number
  readonly #startSeconds: number
  readonly #expect: (nth: number) => void
  #next = 0

  /**
   * @param startSeconds when the phase starts, on the clock's axis
   * @param expectTurn called for turns that are due soon
   */
  constructor(
    schedule: ArrivalSchedule,
    phase: number,
    startSeconds: number,
    expectTurn: (dataSet: number, turn: number) => void = () => {},
  ) {
    this.#schedule = schedule
    this.#phase = phase
    this.#startSeconds = startSeconds
    this.#expect = expectTurns(schedule, expectTurn)
  }

  nextDueSeconds(): number {
    const seconds = this.#schedule.seconds[this.#next]
    return seconds === undefined ? Number.POSITIVE_INFINITY : this.#startSeconds + seconds
  }

  releaseDue(nowSeconds: number, sink: ArrivalSink): void {
    for (let due = this.nextDueSeconds(); due <= nowSeconds; due = this.nextDueSeconds()) {
      const { draws, requests } = this.#schedule
      const index = this.#next++
      const request = requests[index] as number
      const arrival = { intendedSeconds: due, phase: this.#phase, request, user: NO_USER }
      if (draws === null) sink.offer(arrival)
      else {
        this.#expect(index)
        sink.offer({ ...arrival, draw: drawOf(draws, index) })
      }
    }
  }

  ended(_arrival: Arrival): void {}
}

/**
 * Tells which turns are due soon: of the first arrivals at once, and with the nth those of one that is due a while later.
 * @returns to be called with each arrival
 */
export function expectTurns(
  { seconds, draws }: Pick<ArrivalSchedule, 'seconds' | 'draws'>,
  expectTurn: (dataSet: number, turn: number) => void,
): (nth: number) => void {
  if (draws === null) return () => {}
  const expect = (nth: number) => {
    if (nth >= seconds.length) return
    for (const [dataSet, turns] of draws.turns.entries()) {
      const turn = turns[nth] as number
      if (turn !== NO_TURN) expectTurn(dataSet, turn)
    }
  }
  for (let ahead = 0; ahead < ARRIVALS_AHEAD; ahead++) expect(ahead)
  return (nth) => expect(nth + ARRIVALS_AHEAD)
}

/** An arrival's number is that in the whole phase: it does not depend on the shards. */
export function drawOf({ streamName, shard, turns }: ScheduledDraws, index: number): Draw {
  return {
    stream: `${streamName}/${shard.index + index * shard.count}`,
    turns: turns.map((column) => column[index] as number),
  }
}
