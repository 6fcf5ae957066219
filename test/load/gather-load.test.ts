// What generators left comes to the same as what they reported while they were led: real threads, and all that they said.

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { GeneratorMachine } from '../../core/run/generators/generator-facts.ts'
import type { LoadResult } from '../../core/run/load-result.ts'
import { gatherLoad, type LeftByGenerator } from '../../load/gather-load.ts'
import { threadLinks } from '../../load/generator/generator-links.ts'
import type { FromGenerator, StartSegment } from '../../load/generator/protocol.ts'
import { startWorkerThread } from '../../load/generator/start-worker.ts'
import type { StartedSegment } from '../../load/losses/scheduled-arrivals.ts'
import { runLoad } from '../../load/run-load.ts'
import { ChaosServer } from '../support/chaos-server.ts'
import { loadPlan, openPhase } from '../support/load-plan.ts'

const PHASES = [openPhase({ name: 'warm-up', measured: false }), openPhase(), openPhase({ name: 'later', rate: 50 })]
const MACHINE: GeneratorMachine = {
  place: 'elsewhere',
  name: 'a',
  host: 'b',
  cores: 2,
  programVersion: '1.0.0',
  clock: null,
  lastLines: [],
}

let service: ChaosServer
let led: LoadResult
/** Of each generator. */
const said: FromGenerator[][] = [[], []]
const segments: StartedSegment[] = []

const plan = () => loadPlan(service.url, { phases: PHASES, workers: 2, timers: 'sparing' })
const left = (generators: readonly LeftByGenerator[]) =>
  gatherLoad({ plan: plan(), segments, generators, timers: 'sparing' })
const leftBy = (messages: readonly FromGenerator[], change: Partial<LeftByGenerator> = {}): LeftByGenerator => ({
  machine: null,
  messages,
  lost: null,
  ...change,
})
const totals = ({ slots }: LoadResult) => ({
  offered: slots.reduce((sum, { offered }) => sum + offered, 0),
  lost: slots.reduce((sum, { lost }) => sum + lost, 0),
})

function note({ firstPhase, endPhase, startSeconds, epochSeconds }: StartSegment): void {
  if (segments.some((segment) => segment.firstPhase === firstPhase)) return
  segments.push({ firstPhase, endPhase, startSeconds, epochSeconds, isMeasured: firstPhase > 0 })
}

beforeAll(async () => {
  service = await new ChaosServer().start()
  let next = 0
  const links = threadLinks((listener) => {
    const own = said[next++] ?? []
    const link = startWorkerThread({
      ...listener,
      onExit: (reason) => listener.onExit(reason),
      onMessage: (message) => {
        own.push(message)
        listener.onMessage(message)
      },
    })
    return {
      ...link,
      send: (message) => {
        if (message.type === 'start-segment') note(message)
        link.send(message)
      },
    }
  })
  const hooks = { onEpoch: () => {}, beforeMeasured: null, onPhaseStart: () => {}, onProgress: () => {} }
  led = await runLoad(plan(), hooks, links).result
})
afterAll(() => service.kill())

describe('what generators left of a run', () => {
  it('comes to what it came to while it was led', () => {
    const gathered = left(said.map((messages) => leftBy(messages)))
    const reason = 'whoever led the run chose it'
    expect(gathered).toEqual({ ...led, generator: { ...led.generator, timers: { ...led.generator.timers, reason } } })
    expect(gathered.interrupted).toBe(false)
  })

  it('is cut off where those that are left had not drained its schedule', () => {
    const undrained = said.map((messages) => leftBy(messages.filter(({ type }) => type !== 'segment-done')))
    expect(left(undrained).interrupted).toBe(true)
    expect(
      gatherLoad({
        plan: plan(),
        segments: segments.slice(0, 1),
        generators: said.map((each) => leftBy(each)),
        timers: 'sparing',
      }).interrupted,
    ).toBe(true)
  })

  it('lacks what a generator did not deliver that was not heard of again', () => {
    const [first = [], second = []] = said
    const cut = second.slice(0, second.findIndex(({ type }) => type === 'segment-done') + 1)
    const gathered = left([leftBy(first), leftBy(cut, { machine: MACHINE })])
    expect(totals(gathered)).toEqual({ offered: totals(led).offered, lost: 37 })
    expect(gathered.problems).toMatchObject([
      {
        kind: 'generator-lost',
        generator: 2,
        generators: 2,
        machine: { name: 'a', host: 'b' },
        reason: 'what it delivered does not say that it had ended',
        lost: 37,
        cutPhases: [1, 2],
      },
    ])
    expect(gathered.interrupted).toBe(false)
  })

  it('leaves out the last words of one that its coordinator went on without', () => {
    const [first = [], second = []] = said
    const lost = { reason: 'it fell silent', noticedSeconds: 1 }
    const gathered = left([leftBy(first), leftBy(second.slice(0, 2), { lost })])
    expect(gathered.problems).toMatchObject([{ kind: 'generator-lost', reason: 'it fell silent' }])
    expect(totals(gathered).offered).toBe(totals(led).offered)
  })

  it('says why a generator failed, and is cut off where none is left', () => {
    const failed: FromGenerator = { version: 1, type: 'failed', reason: 'its thread: it exited with code 1' }
    const gathered = left([leftBy([failed]), leftBy([], { lost: { reason: 'it fell silent', noticedSeconds: 0.2 } })])
    expect(gathered.problems).toMatchObject([{ reason: failed.reason }, { reason: 'it fell silent' }])
    expect(gathered.interrupted).toBe(true)
    expect(totals(gathered)).toEqual({ offered: 20, lost: 20 })
  })
})
