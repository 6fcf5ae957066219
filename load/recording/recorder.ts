// Turns the generators' timings into the slots of the result: one for each second, phase and request.
// An open slot holds plain latencies; some seconds later it is closed, which leaves counts. A row that comes after that
// opens another part of the same slot. The parts are merged at the end, so closing early costs nothing but memory.

import { LatencyColumn } from '../../core/latency/latency-column.ts'
import { type LatencyCounts, mergeLatencies } from '../../core/latency/latency-counts.ts'
import { LatencyHistogram } from '../../core/latency/latency-histogram.ts'
import { type PackedLatencies, unpackLatencies } from '../../core/latency/packed-latencies.ts'
import { type ErrorKind, type LoadSlot, type ResponseTimeName, sumAccounting } from '../../core/run/load-result.ts'
import type { CountedArrivals } from '../losses/arrival-counts.ts'
import { COMPLETED, errorKindOf, INTERRUPTED, TIMEOUT, UNFINISHED } from './outcome.ts'
import { type RequestTimings, timingsCount } from './timings.ts'

export interface RecorderOptions {
  readonly phaseCount: number
  readonly requestCount: number
  /** How long after a second has passed its slots are closed. */
  readonly closeAfterSeconds: number
}

export class LatencyRecorder {
  readonly #options: RecorderOptions
  readonly #open = new Map<number, OpenSlot>()
  readonly #closed = new Map<number, ClosedSlot[]>()
  readonly #histogram = new LatencyHistogram()
  readonly #completions: number[] = []
  #lastSlot: OpenSlot | undefined
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
    for (let row = 0; row < timingsCount(timings); row++) this.#addRow(timings, row)
    for (const [key, slot] of this.#open)
      if (slot.second + 1 + this.#options.closeAfterSeconds < atSeconds) this.#close(key, slot)
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
    return [...this.#closed].sort(([left], [right]) => left - right).map(([, parts]) => mergedSlot(parts.map(unpacked)))
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
      slot = new OpenSlot(second, phase, request)
      this.#open.set(key, slot)
    }
    this.#lastSlot = slot
    return slot
  }

  #close(key: number, slot: OpenSlot): void {
    this.#open.delete(key)
    if (slot === this.#lastSlot) this.#lastSlot = undefined
    const closed: ClosedSlot = {
      second: slot.second,
      phase: slot.phase,
      request: slot.request,
      offered: slot.offered,
      completed: slot.completed,
      errors: slot.errors,
      timeouts: slot.timeouts,
      neverSent: slot.neverSent,
      unfinished: slot.unfinished,
      interrupted: slot.interrupted,
      lost: slot.lost,
      errorKinds: slot.errorKinds,
      statusCodes: [...slot.statusCodes],
      unexpectedStatusCodes: [...slot.unexpectedStatusCodes],
      responseTime: this.#packed(slot.responseTimes),
      serviceTime: this.#packed(slot.serviceTimes),
      timeToFirstByte: this.#packed(slot.timesToFirstByte),
      firstByteResponseTime: this.#packed(slot.firstByteResponseTimes),
      errorResponseTime: this.#packed(slot.errorResponseTimes),
      errorServiceTime: this.#packed(slot.errorServiceTimes),
    }
    this.#closed.set(key, [...(this.#closed.get(key) ?? []), closed])
  }

  #packed(latencies: LatencyColumn): PackedLatencies {
    this.#histogram.reset()
    latencies.countInto(this.#histogram)
    return this.#histogram.packed()
  }
}

class OpenSlot {
  readonly second: number
  readonly phase: number
  readonly request: number
  offered = 0
  completed = 0
  errors = 0
  timeouts = 0
  neverSent = 0
  unfinished = 0
  interrupted = 0
  lost = 0
  readonly errorKinds: Partial<Record<ErrorKind, number>> = {}
  readonly statusCodes = new Map<number, number>()
  readonly unexpectedStatusCodes = new Map<number, number>()
  readonly responseTimes = new LatencyColumn()
  readonly serviceTimes = new LatencyColumn()
  readonly timesToFirstByte = new LatencyColumn()
  readonly firstByteResponseTimes = new LatencyColumn()
  readonly errorResponseTimes = new LatencyColumn()
  readonly errorServiceTimes = new LatencyColumn()

  constructor(second: number, phase: number, request: number) {
    this.second = second
    this.phase = phase
    this.request = request
  }

  addFirstByte(timings: RequestTimings, row: number): void {
    const firstByteSeconds = timings.firstByteSeconds[row] as number
    if (Number.isNaN(firstByteSeconds)) return
    this.timesToFirstByte.add(Math.max(0, firstByteSeconds - (timings.sentSeconds[row] as number)))
    this.firstByteResponseTimes.add(Math.max(0, firstByteSeconds - (timings.intendedSeconds[row] as number)))
  }

  addError(outcome: number, status: number): void {
    const kind = errorKindOf(outcome)
    if (!kind) throw new RangeError(`expected an outcome code, got ${outcome}`)
    this.errors++
    this.errorKinds[kind] = (this.errorKinds[kind] ?? 0) + 1
    if (kind === 'status') this.unexpectedStatusCodes.set(status, (this.unexpectedStatusCodes.get(status) ?? 0) + 1)
  }
}

type RecordedTime = ResponseTimeName | 'errorResponseTime' | 'errorServiceTime'

type StatusCounts = 'statusCodes' | 'unexpectedStatusCodes'

type ClosedSlot = Omit<LoadSlot, RecordedTime | StatusCounts> & {
  readonly [Time in RecordedTime]: PackedLatencies
} & {
  /** As pairs: an object with the key 500 has room for all keys below. */
  readonly [Counts in StatusCounts]: readonly (readonly [status: number, count: number])[]
}

function unpacked(slot: ClosedSlot): LoadSlot {
  return {
    ...slot,
    statusCodes: Object.fromEntries(slot.statusCodes),
    unexpectedStatusCodes: Object.fromEntries(slot.unexpectedStatusCodes),
    ...timesOf((time) => unpackLatencies(slot[time])),
  }
}

function mergedSlot(parts: readonly LoadSlot[]): LoadSlot {
  const [first] = parts as [LoadSlot]
  if (parts.length === 1) return first
  const { second, phase, request } = first
  const merged = timesOf((time) => mergeLatencies(parts.map((part) => part[time])))
  return { second, phase, request, ...sumAccounting(parts), ...merged }
}

function timesOf(latencies: (time: RecordedTime) => LatencyCounts): { [Time in RecordedTime]: LatencyCounts } {
  return {
    responseTime: latencies('responseTime'),
    serviceTime: latencies('serviceTime'),
    timeToFirstByte: latencies('timeToFirstByte'),
    firstByteResponseTime: latencies('firstByteResponseTime'),
    errorResponseTime: latencies('errorResponseTime'),
    errorServiceTime: latencies('errorServiceTime'),
  }
}
