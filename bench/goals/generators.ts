// What a coordinator takes of generators on other machines: the chunks of up to a thousand of them, as they come from the
// wire, are put together, read, counted and shown. Rows are held against counts in their place, of the same requests.

import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { randomStream } from '../../core/random.ts'
import type { LoadPlan } from '../../core/scenario/load-plan.ts'
import { chunksOf } from '../../generators/wire/chunks.ts'
import { fromGeneratorBytes, readFromGenerator } from '../../generators/wire/from-generator.ts'
import { MessageAssembler } from '../../generators/wire/message-assembler.ts'
import { Collector } from '../../load/collector.ts'
import type { Timings } from '../../load/generator/protocol.ts'
import { ProgressMeter } from '../../load/progress.ts'
import { sealTimings } from '../../load/recording/seal-timings.ts'
import { messageOf, steadyPlan } from '../hot-paths/timings-message.ts'
import { type Comparison, compareCalmly, medianOf } from '../machine/compare-calmly.ts'
import { aboutRounds, type Benchmark, figure, goal, type Section, table } from '../results/section.ts'

type Form = 'rows' | 'counts'

interface Case {
  readonly generators: number
  /** Of each generator. */
  readonly ratePerSecond: number
  readonly requests: number
  readonly form: Form
}

const CASES: readonly Case[] = [
  { generators: 1, ratePerSecond: 10_000, requests: 1, form: 'rows' },
  { generators: 1, ratePerSecond: 10_000, requests: 1, form: 'counts' },
  { generators: 10, ratePerSecond: 10_000, requests: 1, form: 'rows' },
  { generators: 10, ratePerSecond: 10_000, requests: 1, form: 'counts' },
  { generators: 100, ratePerSecond: 10_000, requests: 1, form: 'rows' },
  { generators: 100, ratePerSecond: 10_000, requests: 1, form: 'counts' },
  { generators: 1000, ratePerSecond: 100, requests: 1, form: 'rows' },
  { generators: 1000, ratePerSecond: 500, requests: 1, form: 'rows' },
  { generators: 1000, ratePerSecond: 500, requests: 1, form: 'counts' },
  { generators: 1000, ratePerSecond: 1000, requests: 1, form: 'rows' },
  { generators: 1000, ratePerSecond: 1000, requests: 1, form: 'counts' },
  { generators: 1000, ratePerSecond: 1000, requests: 20, form: 'counts' },
  { generators: 1000, ratePerSecond: 10_000, requests: 1, form: 'counts' },
]

/** The largest is tried with fewer seconds: what it takes to make its messages grows with it. */
const MOST_REQUESTS = 2e7
const SECONDS = { least: 4, most: 20 }
/** Different messages of one second: every generator sends one of them. */
const VARIANTS = 4
/** What a broker takes by default, less what stands around a message. */
const CHUNK_BYTES = 1024 ** 2 - 4096

interface Taken {
  /** CPU of one second of the run: 1 is a core. */
  readonly cores: number
  readonly secondsPerMillion: number
  readonly megabytesPerSecond: number
  /** What the generators' own side takes to make them, of one generator's second. */
  readonly makingMs: number
  /** What is kept once all has come, before the result is made of it. */
  readonly keptMegabytes: number
  readonly resultSeconds: number
}

export const generators: Benchmark = {
  name: 'generators',
  async run(extent, say): Promise<Section> {
    const cases = extent.smoke ? CASES.slice(0, 2) : CASES
    const byName = new Map(cases.map((each) => [nameOf(each), each]))
    const comparison = await compareCalmly([...byName.keys()], extent, async (name) => {
      say(name)
      return await collect(byName.get(name) as Case)
    })
    const coresOf = (wanted: Case) => medianOf(comparison, (measured) => measured.get(nameOf(wanted))?.cores)
    const most = (generatorCount: number, ratePerSecond: number, form: Form) =>
      cases.find(
        (each) => each.generators === generatorCount && each.ratePerSecond === ratePerSecond && each.form === form,
      )
    const [below, full] = [most(1000, 500, 'rows'), most(1000, 10_000, 'counts')]
    return {
      title: 'Many generators, one coordinator',
      lines: [
        `The chunks of one second after the other, put together, read and counted on one thread, with the live figures. Service times are log-normal, 10 ms in the middle. ${aboutRounds(comparison)}`,
        '',
        ...costTable(cases, comparison),
      ],
      goals: [
        goal(
          'cores that 1,000 generators take of their coordinator, 500 requests a second each, as rows',
          ['< 1', (cores) => cores < 1],
          below === undefined ? null : coresOf(below),
          (cores) => figure(cores),
        ),
        goal(
          'the same at 10,000 requests a second each, as counts: ten million a second',
          ['< 1', (cores) => cores < 1],
          full === undefined ? null : coresOf(full),
          (cores) => figure(cores),
        ),
      ],
    }
  },
}

function nameOf({ generators: count, ratePerSecond, requests, form }: Case): string {
  return `${count} × ${ratePerSecond}/s of ${requests}, ${form}`
}

async function collect({ generators: count, ratePerSecond, requests, form }: Case): Promise<Taken> {
  const seconds = Math.max(SECONDS.least, Math.min(SECONDS.most, Math.floor(MOST_REQUESTS / (count * ratePerSecond))))
  const plan = planOf(ratePerSecond, seconds, requests)
  const collector = new Collector(plan, count)
  const progress = new ProgressMeter(
    () => 0,
    () => {},
  )
  const assemblers = Array.from({ length: count }, () => new MessageAssembler())
  const alive = assemblers.map((_, generator) => generator)
  const random = randomStream(1, 'bench')
  const keptBefore = await keptBytes()
  let [cpuSeconds, makingSeconds, bytes] = [0, 0, 0]
  for (let second = 0; second < seconds; second++) {
    const rows = Array.from({ length: VARIANTS }, () =>
      spread(messageOf(second, ratePerSecond, random), requests, random),
    )
    const makingFrom = cpuNow()
    const chunks = rows.map((message) => chunksOf(fromGeneratorBytes(formed(message, form, plan)), second, CHUNK_BYTES))
    makingSeconds += cpuNow() - makingFrom
    const from = cpuNow()
    for (const [generator, assembler] of assemblers.entries())
      for (const chunk of chunks[generator % VARIANTS] ?? []) {
        bytes += chunk.length
        const whole = assembler.add(chunk)
        if (whole === null) continue
        const message = readFromGenerator(whole.bytes)
        if (message.type !== 'timings') throw new Error(`expected timings, got ${message.type}`)
        collector.add(generator, message)
        progress.add(generator, message, alive)
      }
    cpuSeconds += cpuNow() - from
  }
  const keptMegabytes = ((await keptBytes()) - keptBefore) / 1e6
  const resultFrom = cpuNow()
  const { slots } = collector.result([], {
    phases: [],
    interrupted: false,
    problems: [],
    timers: { mode: 'sparing', reason: 'asked for' },
  })
  const resultSeconds = cpuNow() - resultFrom
  const offered = slots.reduce((sum, slot) => sum + slot.offered, 0)
  if (offered !== count * ratePerSecond * seconds) throw new Error(`expected all requests, got ${offered}`)
  return {
    cores: cpuSeconds / seconds,
    secondsPerMillion: cpuSeconds / (offered / 1e6),
    megabytesPerSecond: bytes / seconds / 1e6,
    makingMs: (makingSeconds / (seconds * VARIANTS)) * 1e3,
    keptMegabytes,
    resultSeconds,
  }
}

function planOf(ratePerSecond: number, seconds: number, requests: number): LoadPlan {
  const plan = steadyPlan(ratePerSecond, seconds)
  return { ...plan, requests: Array.from({ length: requests }, () => plan.requests[0] as LoadPlan['requests'][number]) }
}

function spread(message: Timings, requests: number, random: () => number): Timings {
  const { request } = message.timings
  for (let row = 0; row < request.length; row++) request[row] = Math.floor(random() * requests)
  return message
}

function formed(message: Timings, form: Form, plan: LoadPlan): Timings {
  return form === 'rows' ? message : { ...message, ...sealTimings(message.timings, plan) }
}

function cpuNow(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1e6
}

/** What is reachable. Memory outside the heap is given back some turns of the loop after its owner. */
async function keptBytes(): Promise<number> {
  setFlagsFromString('--expose-gc')
  const collectGarbage: unknown = runInNewContext('gc')
  for (let turn = 0; turn < 4; turn++) {
    if (typeof collectGarbage === 'function') collectGarbage()
    await new Promise((resolve) => setImmediate(resolve))
  }
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}

function costTable(cases: readonly Case[], comparison: Comparison<Taken>): string[] {
  const head = [
    'generators',
    'requests/s of each',
    'kinds of request',
    'as',
    'cores',
    's per million requests',
    'MB/s',
    'making a message, ms',
    'kept, MB',
    'result, s',
  ]
  return table(
    head,
    cases.map((each) => {
      const median = (of: (taken: Taken) => number, digits = 2) =>
        figure(
          medianOf(comparison, (measured) => {
            const taken = measured.get(nameOf(each))
            return taken === undefined ? null : of(taken)
          }),
          digits,
        )
      return [
        String(each.generators),
        each.ratePerSecond.toLocaleString('en'),
        String(each.requests),
        each.form,
        median(({ cores }) => cores, 3),
        median(({ secondsPerMillion }) => secondsPerMillion, 3),
        median(({ megabytesPerSecond }) => megabytesPerSecond, 1),
        median(({ makingMs }) => makingMs, 1),
        median(({ keptMegabytes }) => keptMegabytes, 1),
        median(({ resultSeconds }) => resultSeconds),
      ]
    }),
  )
}
