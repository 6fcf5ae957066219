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
const [counting, showing]: [number[], number[]] = [[], []]
// Made beforehand, so that their garbage is not counted.
const messages = Array.from({ length: seconds }, (_, second) => messageOf(second, RATE_PER_SECOND, random))
globalThis.gc?.()
for (const message of messages) {
  const before = process.cpuUsage()
  collector.add(0, message)
  const between = process.cpuUsage(before)
  progress.add(0, message, [0])
  const after = process.cpuUsage(before)
  counting.push(between.user + between.system)
  showing.push(after.user + after.system - between.user - between.system)
}
const before = process.cpuUsage()
collector.result([], {
  phases: [],
  interrupted: false,
  problems: [],
  timers: { mode: 'sparing', reason: 'asked for' },
})
const closing = process.cpuUsage(before)
// The mean holds the garbage collector's part; the median, of what others on the machine do to this one's caches, the least.
const nanoseconds = (microseconds: number, responses: number) => `${Math.round((microseconds * 1e3) / responses)} ns`
const ofSeconds = (used: number[]) => {
  const mean = used.reduce((sum, each) => sum + each, 0) / used.length
  const median = used.toSorted((a, b) => a - b)[used.length >> 1] as number
  return `${nanoseconds(mean, RATE_PER_SECOND)} (median ${nanoseconds(median, RATE_PER_SECOND)})`
}
const atEnd = nanoseconds(closing.user + closing.system, seconds * RATE_PER_SECOND)
process.stdout.write(
  `CPU a response: ${ofSeconds(counting)} counted, ${ofSeconds(showing)} live figures, ${atEnd} at the end\n`,
)
