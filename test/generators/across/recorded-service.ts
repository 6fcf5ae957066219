// A generator in front of a service whose answers follow a recording: the arrivals are those of the real schedule, and what
// each of them gets depends on nothing but which one it is and what it draws. So whatever else differs, two runs of one seed
// come to the same, and a generator that sends what another one should have sent gets other answers.

import { NO_LATENCIES } from '../../../core/latency/latency-counts.ts'
import { randomStream } from '../../../core/random.ts'
import {
  type Done,
  type FromGenerator,
  PROTOCOL_VERSION,
  type Prepare,
  type StartSegment,
  type Timings,
} from '../../../load/generator/protocol.ts'
import type { StartWorker } from '../../../load/generator/start-worker.ts'
import { COMPLETED, outcomeCode } from '../../../load/recording/outcome.ts'
import { TimingColumns } from '../../../load/recording/timings.ts'
import type { Arrival } from '../../../load/schedule/arrival.ts'
import { planPhases } from '../../../load/schedule/phase.ts'

const version = PROTOCOL_VERSION
const RESET = outcomeCode('reset')

/** One message for each second of arrivals, all of them at once. */
export const startRecorded: StartWorker = ({ onMessage }) => {
  let task: Prepare | undefined
  let isOver = false
  const post = (message: FromGenerator) => setImmediate(() => isOver || onMessage(message))
  return {
    send: (message) => {
      if (message.type === 'prepare') {
        task = message
        post({
          version,
          type: 'ready',
          openConnections: task.openAtFirst,
          connectFailure: null,
          wakeError: NO_LATENCIES,
        })
      } else if (message.type === 'start-segment' && task !== undefined) {
        for (const timings of recordedTimings(task, message)) post(timings)
        post({ version, type: 'segment-done', firstPhase: message.firstPhase, wakeError: NO_LATENCIES })
      } else if (message.type === 'stop') post(LAST)
    },
    terminate: async () => {
      isOver = true
    },
  }
}

function recordedTimings(
  { plan, shard }: Prepare,
  { firstPhase, endPhase, startSeconds, epochSeconds }: StartSegment,
): Timings[] {
  const bySecond = new Map<number, Arrival[]>()
  let phaseStart = startSeconds
  for (const planned of planPhases(plan, shard).slice(firstPhase, endPhase)) {
    const source = planned.sourceFrom(phaseStart)
    phaseStart += planned.durationSeconds
    const offer = (arrival: Arrival) => {
      const second = Math.floor(arrival.intendedSeconds - epochSeconds)
      bySecond.set(second, [...(bySecond.get(second) ?? []), arrival])
    }
    source.releaseDue(phaseStart, { offer })
  }
  return [...bySecond].map(([second, arrivals]) => timingsOf(arrivals, second + 1, epochSeconds))
}

function timingsOf(arrivals: readonly Arrival[], atSeconds: number, epochSeconds: number): Timings {
  const columns = new TimingColumns()
  for (const arrival of arrivals) {
    const { intendedSeconds, phase, request } = arrival
    const intended = intendedSeconds - epochSeconds
    const { sentSeconds, serviceSeconds, isReset, status } = answerTo(arrival)
    columns.add({
      intendedSeconds: intended,
      sentSeconds: intended + sentSeconds,
      firstByteSeconds: isReset ? Number.NaN : intended + sentSeconds + serviceSeconds / 2,
      endedSeconds: intended + sentSeconds + serviceSeconds,
      sendLagSeconds: sentSeconds,
      sendState: 1,
      phase,
      request,
      outcome: isReset ? RESET : COMPLETED,
      status: isReset ? 0 : status,
    })
  }
  return {
    version,
    type: 'timings',
    atSeconds,
    timings: columns.take(),
    offered: arrivals.length,
    inFlight: 0,
    backlog: 0,
    inFlightMax: 1,
    backlogMax: 0,
    load: { wallSeconds: 1, activeSeconds: 0, cpuSeconds: 0, waitingForCoreSeconds: 0, saturatedSeconds: 0 },
    firstErrors: [],
  }
}

/** The recording. Its status tells the row that was drawn, so that rows are among what is counted. */
function answerTo({ request, draw }: Arrival) {
  if (draw === undefined)
    throw new TypeError('expected an arrival of a plan whose requests vary, got one that draws nothing')
  const random = randomStream(7, `${request} of ${draw.stream}, row ${draw.turns.join()}`)
  return {
    sentSeconds: random() / 1e3,
    serviceSeconds: 0.002 / (1 - 0.99 * random()),
    isReset: random() < 0.01,
    status: 200 + ((draw.turns[0] ?? 0) % 90),
  }
}

const LAST: Done = {
  version,
  type: 'done',
  stoppedSeconds: 0,
  eventLoopDelay: NO_LATENCIES,
  cpuShare: 0,
  waiting: { wakeError: NO_LATENCIES, spinningShare: 0, alarmClockShare: 0 },
  connectionTimes: { connectTime: NO_LATENCIES, tlsTime: NO_LATENCIES },
  openingCosts: [],
  peer: { addresses: [], tls: null },
  unsolicited: 0,
}
