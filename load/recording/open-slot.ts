// A slot of which more is to come: plain latencies, and what generators sealed themselves.

import { LatencyColumn } from '../../core/latency/latency-column.ts'
import type { LatencyHistogram } from '../../core/latency/latency-histogram.ts'
import type { PackedLatencies } from '../../core/latency/packed-latencies.ts'
import { ERROR_KINDS, type ErrorKind } from '../../core/run/load-result.ts'
import { errorKindOf, UNREADABLE } from './outcome.ts'
import { type RecordedTime, type SealedSlot, SLOT_COUNTS } from './sealed-slot.ts'
import type { RequestTimings } from './timings.ts'

export class OpenSlot {
  readonly second: number
  readonly phase: number
  readonly request: number
  /** The second of the run up to which had been reported when it was opened. */
  readonly openedSeconds: number
  offered = 0
  completed = 0
  errors = 0
  answeredErrors = 0
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
  /** Their counts are added already, their latencies when the slot is sealed. */
  readonly #parts: SealedSlot[] = []

  constructor(second: number, phase: number, request: number, openedSeconds: number) {
    this.second = second
    this.phase = phase
    this.request = request
    this.openedSeconds = openedSeconds
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
    if (status > 0 || outcome === UNREADABLE) this.answeredErrors++
    this.errorKinds[kind] = (this.errorKinds[kind] ?? 0) + 1
    if (kind === 'status') this.unexpectedStatusCodes.set(status, (this.unexpectedStatusCodes.get(status) ?? 0) + 1)
  }

  addPart(part: SealedSlot): void {
    this.#parts.push(part)
    for (const count of SLOT_COUNTS) this[count] += part[count]
    for (const kind of ERROR_KINDS) {
      const count = part.errorKinds[kind]
      if (count !== undefined) this.errorKinds[kind] = (this.errorKinds[kind] ?? 0) + count
    }
    addCounts(this.statusCodes, part.statusCodes)
    addCounts(this.unexpectedStatusCodes, part.unexpectedStatusCodes)
  }

  /** @param histogram to count with; it is emptied before */
  sealed(histogram: LatencyHistogram): SealedSlot {
    const packed = (latencies: LatencyColumn, time: RecordedTime): PackedLatencies => {
      histogram.reset()
      latencies.countInto(histogram)
      for (const part of this.#parts) histogram.recordPacked(part[time])
      return histogram.packed()
    }
    return {
      second: this.second,
      phase: this.phase,
      request: this.request,
      offered: this.offered,
      completed: this.completed,
      errors: this.errors,
      answeredErrors: this.answeredErrors,
      timeouts: this.timeouts,
      neverSent: this.neverSent,
      unfinished: this.unfinished,
      interrupted: this.interrupted,
      lost: this.lost,
      errorKinds: this.errorKinds,
      statusCodes: [...this.statusCodes],
      unexpectedStatusCodes: [...this.unexpectedStatusCodes],
      responseTime: packed(this.responseTimes, 'responseTime'),
      serviceTime: packed(this.serviceTimes, 'serviceTime'),
      timeToFirstByte: packed(this.timesToFirstByte, 'timeToFirstByte'),
      firstByteResponseTime: packed(this.firstByteResponseTimes, 'firstByteResponseTime'),
      errorResponseTime: packed(this.errorResponseTimes, 'errorResponseTime'),
      errorServiceTime: packed(this.errorServiceTimes, 'errorServiceTime'),
    }
  }
}

function addCounts(sums: Map<number, number>, counts: SealedSlot['statusCodes']): void {
  for (const [status, count] of counts) sums.set(status, (sums.get(status) ?? 0) + count)
}
