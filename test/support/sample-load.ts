// What a short run with two phases, two request templates and a timeout would leave behind.

import { type LatencyCounts, NO_LATENCIES } from '../../core/latency/latency-counts.ts'
import { LatencyHistogram } from '../../core/latency/latency-histogram.ts'
import type { ExactRecord } from '../../core/run/exact-record.ts'
import type { LoadResult, LoadSlot } from '../../core/run/load-result.ts'
import { NOTHING_OFFERED } from './nothing-offered.ts'

export function latenciesOf(...seconds: number[]): LatencyCounts {
  const histogram = new LatencyHistogram()
  for (const latency of seconds) histogram.record(latency)
  return histogram.latencies()
}

function slot(second: number, phase: number, request: number, seconds: readonly number[], timeouts = 0): LoadSlot {
  return {
    ...NOTHING_OFFERED,
    second,
    phase,
    request,
    offered: seconds.length + timeouts,
    completed: seconds.length,
    timeouts,
    responseTime: latenciesOf(...seconds.map((latency) => latency + 0.5)),
    serviceTime: latenciesOf(...seconds),
    timeToFirstByte: latenciesOf(...seconds),
    firstByteResponseTime: latenciesOf(...seconds.map((latency) => latency + 0.5)),
    errorResponseTime: NO_LATENCIES,
    errorServiceTime: NO_LATENCIES,
  }
}

export const SAMPLE_LOAD: LoadResult = {
  phases: [
    { name: 'warm up, slowly', measured: false, startSeconds: 0, endSeconds: 1.5, model: 'open' },
    { name: 'steady', measured: true, startSeconds: 1.5, endSeconds: 4, model: 'open' },
  ],
  slots: [
    slot(0, 0, 0, [0.2]),
    slot(1, 0, 0, [0.2]),
    slot(1, 1, 0, [0.2, 0.5]),
    slot(1, 1, 1, [2.001]),
    slot(3, 1, 0, [], 2),
  ],
  completionsPerSecond: [1, 4, 0, 0],
  generator: {
    dispatchDelay: latenciesOf(0.0001),
    sendLag: latenciesOf(0.0001),
    eventLoopDelay: latenciesOf(0.001),
    backlogMax: 0,
    inFlightMax: 2,
    cpuShare: 0.1,
    workers: 1,
    timers: { mode: 'sparing', reason: 'asked for', wakeError: NO_LATENCIES, spinningShare: 0, alarmClockShare: 0 },
    intervals: [],
  },
  connectionUse: [],
  connectionTimes: { connectTime: latenciesOf(0.0002), tlsTime: NO_LATENCIES },
  openingCosts: [],
  peer: { addresses: [], tls: null },
  firstErrors: [],
  interrupted: false,
  endSeconds: 4.2,
  problems: [],
}

export const SAMPLE_EXACT: ExactRecord = {
  seconds: [
    { second: 1, latencies: latenciesOf(0.2, 0.5) },
    { second: 2, latencies: latenciesOf(2.001) },
  ],
  coreWaits: [],
}
