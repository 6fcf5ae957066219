// The message of a generator for one second: 10 ms of service time, log-normal.

import { randomStream, standardNormal } from '../../core/random.ts'
import type { LoadPlan } from '../../core/scenario/load-plan.ts'
import { PROTOCOL_VERSION, type Timings } from '../../load/generator/protocol.ts'
import { COMPLETED } from '../../load/recording/outcome.ts'
import { type RequestTiming, SEND_STATES, TimingColumns } from '../../load/recording/timings.ts'

const SPARE = SEND_STATES.indexOf('spare')

export function steadyPlan(ratePerSecond: number, seconds: number): LoadPlan {
  return {
    url: 'http://127.0.0.1',
    verifyTls: true,
    requests: [{ name: 'get', weight: 1, method: 'GET', path: '/', headers: {}, body: null, expect: { statuses: [] } }],
    arrivals: 'constant',
    seed: 1,
    connections: 1,
    timeoutSeconds: 10,
    phases: [
      {
        name: 'steady',
        durationSeconds: seconds,
        traffic: { kind: 'open', fromRatePerSecond: ratePerSecond, toRatePerSecond: ratePerSecond },
        measured: true,
      },
    ],
    engine: 'autocannon',
    timers: 'sparing',
    workers: 1,
  }
}

export function timingsOf(second: number, ratePerSecond: number, random = randomStream(1, 'bench')): RequestTiming[] {
  return Array.from({ length: ratePerSecond }, (_, i) => {
    const intendedSeconds = second + i / ratePerSecond
    const sendLagSeconds = 0.0002 * random()
    const sentSeconds = intendedSeconds + sendLagSeconds
    const endedSeconds = sentSeconds + 0.01 * Math.exp(0.5 * standardNormal(random))
    // Not spread from another: as a generator makes them, each has the same shape.
    return {
      intendedSeconds,
      sentSeconds,
      firstByteSeconds: endedSeconds,
      endedSeconds,
      sendLagSeconds,
      sendState: SPARE,
      phase: 0,
      request: 0,
      outcome: COMPLETED,
      status: 200,
    }
  })
}

export function messageOf(second: number, ratePerSecond: number, random?: () => number): Timings {
  const columns = new TimingColumns()
  for (const timing of timingsOf(second, ratePerSecond, random)) columns.add(timing)
  return {
    version: PROTOCOL_VERSION,
    type: 'timings',
    atSeconds: second + 1,
    timings: columns.take(),
    offered: (second + 1) * ratePerSecond,
    inFlight: 0,
    backlog: 0,
    inFlightMax: 0,
    backlogMax: 0,
    load: { wallSeconds: 1, activeSeconds: 0.1, cpuSeconds: 0.1, waitingForCoreSeconds: 0, saturatedSeconds: 0 },
    firstErrors: [],
  }
}
