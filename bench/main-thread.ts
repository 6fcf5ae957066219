// What the main thread spends on each response that a generator reports: counting it into the slots of the result, the
// delays of the generator and the live figures. Run after a build: node --expose-gc dist/bench/main-thread.js [seconds of the run]

import { randomStream } from '../core/random.ts'
import { Collector } from '../load/collector.ts'
import { ProgressMeter } from '../load/progress.ts'
import { messageOf, steadyPlan } from './hot-paths/timings-message.ts'
import { machine } from './machine/machine.ts'

const RATE_PER_SECOND = 20_000
const seconds = Number(process.argv[2] ?? 30)
const random = randomStream(1, 'bench')

process.stdout.write(`${machine()}\n`)
const collector = new Collector(steadyPlan(RATE_PER_SECOND, seconds))
const progress = new ProgressMeter(
  () => 0,
  () => {},
)
let [counting, showing] = [0, 0]
// Made beforehand, so that their garbage is not counted.
const messages = Array.from({ length: seconds }, (_, second) => messageOf(second, RATE_PER_SECOND, random))
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
