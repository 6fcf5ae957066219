// Turns the generators' timings into the slots of the result: one for each second, phase and request.
// An open slot holds plain latencies; some seconds later it is closed, which leaves counts. A row that comes after that
// opens another part of the same slot. The parts are merged at the end, so closing early costs nothing but memory.

import { LatencyHistogram } from '../../core/latency/latency-histogram.ts'
import type { LoadSlot } from '../../core/run/load-result.ts'
import type { CountedArrivals } from '../losses/arrival-counts.ts'
import { OpenSlot } from './open-slot.ts'
import { COMPLETED, INTERRUPTED, TIMEOUT, UNFINISHED } from './outcome.ts'
import { mergedSlot, type SealedSlot } from './sealed-slot.ts'
import { type RequestTimings, timingsCount } from './timings.ts'

export interface RecorderOptions {
  readonly phaseCount: number
  readonly requestCount: number
  /** How long after a second has passed its slots are closed, and those that a late row opens after that row. */
  readonly closeAfterSeconds: number
}

export interface SealedSlots {
  /** Of one slot there may be several parts. */
  readonly slots: readonly SealedSlot[]
  /** Expected answers by the second in which each was read whole. */
  readonly completions: readonly (readonly [second: number, count: number])[]
  /** When the last of the requests ended. */
  readonly endSeconds: number
}

export class LatencyRecorder {
  readonly #options: RecorderOptions
  readonly #open = new Map<number, OpenSlot>()
  readonly #closed = new Map<number, SealedSlot[]>()
  readonly #histogram = new LatencyHistogram()
  readonly #completions: number[] = []
  #lastSlot: OpenSlot | undefined
  #atSeconds = 0
  #endSeconds = 0

  constructor(options: RecorderOptions) {
    this.#options = options
  }

  /** When the last request ended. */
  get endSeconds(): number {
    return this.#endSeconds
  }

  /** Expected answers by the second in which each was read whole. */
  completionsPerSecond(): number[] {
    return Array.from(this.#completions, (count) => count ?? 0)
  }

  /** @param atSeconds the second of the run up to which the generator has reported everything that ended */
  add(timings: RequestTimings, atSeconds: number): void {
    this.#atSeconds = atSeconds
    for (let row = 0; row < timingsCount(timings); row++) this.#addRow(timings, row)
    this.#closeUntil(atSeconds - this.#options.closeAfterSeconds)
  }

  /** What a generator sealed itself. @param atSeconds as above */
  addSealed({ slots, completions, endSeconds }: SealedSlots, atSeconds: number): void {
    this.#atSeconds = atSeconds
    for (const part of slots) this.#slotOf(part.second, part.phase, part.request).addPart(part)
    for (const [second, count] of completions) this.#completions[second] = (this.#completions[second] ?? 0) + count
    this.#endSeconds = Math.max(this.#endSeconds, endSeconds)
    this.#closeUntil(atSeconds - this.#options.closeAfterSeconds)
  }

  /** All that was added so far, to be added to another recorder. */
  sealed(): SealedSlots {
    for (const [key, slot] of this.#open) this.#close(key, slot)
    return {
      slots: [...this.#closed.values()].flat(),
      completions: this.#completions.flatMap((count, second): [number, number][] => [[second, count]]),
      endSeconds: this.#endSeconds,
    }
  }

  /** The phases of which any request has ended. */
  phasesSeen(): Set<number> {
    const slots = [...this.#open.values(), ...[...this.#closed.values()].flat()]
    return new Set(slots.map(({ phase }) => phase))
  }

  /** Arrivals of which nothing came, and nothing will. */
  addLost({ second, phase, request, count }: CountedArrivals): void {
    const slot = this.#slotOf(second, phase, request)
    slot.offered += count
    slot.lost += count
  }

  /** Closes all slots. @returns them, ascending by second, then phase, then request */
  close(): LoadSlot[] {
    for (const [key, slot] of this.#open) this.#close(key, slot)
    return [...this.#closed].sort(([left], [right]) => left - right).map(([, parts]) => mergedSlot(parts))
  }

  #addRow(timings: RequestTimings, row: number): void {
    const intended = timings.intendedSeconds[row] as number
    const ended = timings.endedSeconds[row] as number
    const slot = this.#slotOf(Math.floor(intended), timings.phase[row] as number, timings.request[row] as number)
    const outcome = timings.outcome[row] as number
    const status = timings.status[row] as number
    slot.offered++
    this.#endSeconds = Math.max(this.#endSeconds, ended)
    if (status > 0) slot.statusCodes.set(status, (slot.statusCodes.get(status) ?? 0) + 1)
    // A clock read twice may differ in the last digit; a latency is never negative.
    const responseTime = Math.max(0, ended - intended)
    const serviceTime = Math.max(0, ended - (timings.sentSeconds[row] as number))
    if (outcome === COMPLETED) {
      slot.completed++
      slot.responseTimes.add(responseTime)
      slot.serviceTimes.add(serviceTime)
      slot.addFirstByte(timings, row)
      this.#completions[Math.floor(ended)] = (this.#completions[Math.floor(ended)] ?? 0) + 1
    } else if (outcome === TIMEOUT) {
      slot.timeouts++
      if (Number.isNaN(timings.sentSeconds[row] as number)) slot.neverSent++
      slot.addFirstByte(timings, row)
    } else if (outcome === UNFINISHED) {
      slot.unfinished++
      slot.addFirstByte(timings, row)
    } else if (outcome === INTERRUPTED) {
      slot.unfinished++
      slot.interrupted++
    } else {
      slot.addError(outcome, status)
      if (status === 0) return
      slot.errorResponseTimes.add(responseTime)
      slot.errorServiceTimes.add(serviceTime)
    }
  }

  #slotOf(second: number, phase: number, request: number): OpenSlot {
    // Most rows belong to the same slot as the row before them.
    const last = this.#lastSlot
    if (last?.second === second && last.phase === phase && last.request === request) return last
    const key = (second * this.#options.phaseCount + phase) * this.#options.requestCount + request
    let slot = this.#open.get(key)
    if (!slot) {
      slot = new OpenSlot(second, phase, request, this.#atSeconds)
      this.#open.set(key, slot)
    }
    this.#lastSlot = slot
    return slot
  }

  /** A second ago enough for most requests to have ended; one that is late is opened for as long as the others. */
  #closeUntil(seconds: number): void {
    for (const [key, slot] of this.#open)
      if (Math.max(slot.second + 1, slot.openedSeconds) < seconds) this.#close(key, slot)
  }

  #close(key: number, slot: OpenSlot): void {
    this.#open.delete(key)
    if (slot === this.#lastSlot) this.#lastSlot = undefined
    this.#closed.set(key, [...(this.#closed.get(key) ?? []), slot.sealed(this.#histogram)])
  }
}
