// What the main thread spends on each response that a generator reports: counting it into the slots of the result, the
// delays of the generator and the live figures. Run after a build: node --expose-gc dist/bench/main-thread.js [seconds of the run]

import { randomStream, standardNormal } from '../core/random.ts'
import { Collector } from '../load/collector.ts'
import { PROTOCOL_VERSION, type Timings } from '../load/generator/protocol.ts'
import { ProgressMeter } from '../load/progress.ts'
import { COMPLETED } from '../load/recording/outcome.ts'
import { SEND_STATES, TimingColumns } from '../load/recording/timings.ts'
import { machine } from './machine.ts'

const RATE_PER_SECOND = 20_000
const SPARE = SEND_STATES.indexOf('spare')
const seconds = Number(process.argv[2] ?? 30)
const random = randomStream(1, 'bench')

/** The message of a generator for one second: 10 ms of service time, log-normal. */
function messageOf(second: number): Timings {
  const columns = new TimingColumns()
  for (let i = 0; i < RATE_PER_SECOND; i++) {
    const intendedSeconds = second + i / RATE_PER_SECOND
    const sendLagSeconds = 0.0002 * random()
    const sentSeconds = intendedSeconds + sendLagSeconds
    const endedSeconds = sentSeconds + 0.01 * Math.exp(0.5 * standardNormal(random))
    const firstByteSeconds = endedSeconds
    const instants = { intendedSeconds, sentSeconds, firstByteSeconds, endedSeconds, sendLagSeconds }
    columns.add({ ...instants, sendState: SPARE, phase: 0, request: 0, outcome: COMPLETED, status: 200 })
  }
  return {
    version: PROTOCOL_VERSION,
    type: 'timings',
    atSeconds: second + 1,
    timings: columns.take(),
    offered: (second + 1) * RATE_PER_SECOND,
    inFlight: 0,
    backlog: 0,
    inFlightMax: 0,
    backlogMax: 0,
    load: { wallSeconds: 1, activeSeconds: 0.1, cpuSeconds: 0.1, waitingForCoreSeconds: 0, saturatedSeconds: 0 },
    firstErrors: [],
  }
}

process.stdout.write(`${machine()}\n`)
const collector = new Collector({
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
      traffic: { kind: 'open', fromRatePerSecond: RATE_PER_SECOND, toRatePerSecond: RATE_PER_SECOND },
      measured: true,
    },
  ],
  engine: 'autocannon',
  timers: 'sparing',
  workers: 1,
})
const progress = new ProgressMeter(
  () => 0,
  () => {},
)
let [counting, showing] = [0, 0]
// Made beforehand, so that their garbage is not counted.
const messages = Array.from({ length: seconds }, (_, second) => messageOf(second))
globalThis.gc?.()
for (const message of messages) {
  const before = process.cpuUsage()
  collector.add(0, message)
  const between = process.cpuUsage(before)
  progress.add(0, message, [0])
  const after = process.cpuUsage(before)
  counting += between.user + between.system
  showing += after.user + after.system - between.user - between.system
}
const before = process.cpuUsage()
collector.result([], {
  phases: [],
  interrupted: false,
  problems: [],
  timers: { mode: 'sparing', reason: 'asked for' },
})
const closing = process.cpuUsage(before)
const perResponse = (microseconds: number) => `${Math.round((microseconds * 1e3) / (seconds * RATE_PER_SECOND))} ns`
process.stdout.write(`CPU a response: ${perResponse(counting)} counted, ${perResponse(showing)} live figures, `)
process.stdout.write(`${perResponse(closing.user + closing.system)} at the end\n`)
