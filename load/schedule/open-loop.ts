// An open phase: arrivals come by the schedule, whatever becomes of those before them.

import type { Arrival, ArrivalSink, ArrivalSource } from './arrival.ts'
import type { ArrivalSchedule } from './arrival-schedule.ts'

const NOBODY = -1

export class ScheduledArrivals implements ArrivalSource {
  readonly #schedule: ArrivalSchedule
  readonly #phase: number
  readonly #startSeconds: number
  #next = 0

  /** @param startSeconds when the phase starts, on the clock's axis */
  constructor(schedule: ArrivalSchedule, phase: number, startSeconds: number) {
    this.#schedule = schedule
    this.#phase = phase
    this.#startSeconds = startSeconds
  }

  nextDueSeconds(): number {
    const seconds = this.#schedule.seconds[this.#next]
    return seconds === undefined ? Number.POSITIVE_INFINITY : this.#startSeconds + seconds
  }

  releaseDue(nowSeconds: number, sink: ArrivalSink): void {
    for (let due = this.nextDueSeconds(); due <= nowSeconds; due = this.nextDueSeconds()) {
      const request = this.#schedule.requests[this.#next++] as number
      sink.offer({ intendedSeconds: due, phase: this.#phase, request, user: NOBODY })
    }
  }

  ended(_arrival: Arrival): void {}
}
