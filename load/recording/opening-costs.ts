// What opening a connection cost the requests that waited for it, by phase and request: most requests wait for none, so
// that no row of the timings has a column for it.

import { mergeLatencies } from '../../core/latency/latency-counts.ts'
import { LatencyHistogram } from '../../core/latency/latency-histogram.ts'
import type { OpeningCost } from '../../core/run/load-result.ts'
import type { Opening } from '../connections/connection.ts'
import { COMPLETED } from './outcome.ts'
import type { RequestTiming } from './timings.ts'

/** Seconds of a request's wait during which its connection was opened. */
export interface OpeningShare {
  readonly connectSeconds: number
  readonly tlsSeconds: number
}

/** An opening that began before the request was due costs it only what was left of it. */
export function openingShare(intendedSeconds: number, opening: Opening): OpeningShare {
  const { attemptSeconds, reachedSeconds, openedSeconds } = opening
  return {
    connectSeconds: Math.max(0, reachedSeconds - Math.max(attemptSeconds, intendedSeconds)),
    tlsSeconds: Math.max(0, openedSeconds - Math.max(reachedSeconds, intendedSeconds)),
  }
}

type Sent = Pick<
  RequestTiming,
  'phase' | 'request' | 'outcome' | 'status' | 'intendedSeconds' | 'sentSeconds' | 'firstByteSeconds' | 'endedSeconds'
>

export class OpeningCosts {
  readonly #costs = new Map<string, OpenCost>()

  /** @param timing of a request that was sent over a connection that was opened while it waited */
  add(timing: Sent, opening: Opening): void {
    const { phase, request } = timing
    const key = `${phase}/${request}`
    const cost = this.#costs.get(key) ?? new OpenCost(phase, request)
    this.#costs.set(key, cost)
    cost.add(timing, openingShare(timing.intendedSeconds, opening))
  }

  result(): OpeningCost[] {
    return [...this.#costs.values()].map((cost) => cost.result())
  }
}

class OpenCost {
  readonly #phase: number
  readonly #request: number
  #requests = 0
  readonly #connect = new LatencyHistogram()
  readonly #tls = new LatencyHistogram()
  readonly #firstByte = new LatencyHistogram()
  readonly #service = new LatencyHistogram()
  readonly #fromTls = new LatencyHistogram()
  readonly #fromConnect = new LatencyHistogram()

  constructor(phase: number, request: number) {
    this.#phase = phase
    this.#request = request
  }

  add(
    { outcome, status, sentSeconds, firstByteSeconds, endedSeconds }: Sent,
    { connectSeconds, tlsSeconds }: OpeningShare,
  ): void {
    this.#requests++
    if (outcome !== COMPLETED && status === 0) return
    const serviceSeconds = Math.max(0, endedSeconds - sentSeconds)
    this.#connect.record(connectSeconds)
    this.#tls.record(tlsSeconds)
    if (!Number.isNaN(firstByteSeconds)) this.#firstByte.record(Math.max(0, firstByteSeconds - sentSeconds))
    this.#service.record(serviceSeconds)
    this.#fromTls.record(serviceSeconds + tlsSeconds)
    this.#fromConnect.record(serviceSeconds + tlsSeconds + connectSeconds)
  }

  result(): OpeningCost {
    return {
      phase: this.#phase,
      request: this.#request,
      requests: this.#requests,
      connectTime: this.#connect.latencies(),
      tlsTime: this.#tls.latencies(),
      timeToFirstByte: this.#firstByte.latencies(),
      serviceTime: this.#service.latencies(),
      timeFromTls: this.#fromTls.latencies(),
      timeFromConnect: this.#fromConnect.latencies(),
    }
  }
}

/** Of several generators: each phase and request once. */
export function mergeOpeningCosts(costs: readonly OpeningCost[]): OpeningCost[] {
  const byPlace = new Map<string, OpeningCost[]>()
  for (const cost of costs) {
    const key = `${cost.phase}/${cost.request}`
    byPlace.set(key, [...(byPlace.get(key) ?? []), cost])
  }
  return [...byPlace.values()].map((same) => {
    const [{ phase, request }] = same as [OpeningCost]
    const merged = (time: Exclude<keyof OpeningCost, 'phase' | 'request' | 'requests'>) =>
      mergeLatencies(same.map((cost) => cost[time]))
    return {
      phase,
      request,
      requests: same.reduce((sum, { requests }) => sum + requests, 0),
      connectTime: merged('connectTime'),
      tlsTime: merged('tlsTime'),
      timeToFirstByte: merged('timeToFirstByte'),
      serviceTime: merged('serviceTime'),
      timeFromTls: merged('timeFromTls'),
      timeFromConnect: merged('timeFromConnect'),
    }
  })
}
