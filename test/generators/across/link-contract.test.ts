// What a run may rely on of a link to a generator, whichever it is: a thread of this process, or a generator that joined
// over a real broker.

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemClock } from '../../../core/clock.ts'
import type { LoadPlan } from '../../../core/scenario/load-plan.ts'
import type { Coordinator } from '../../../generators/coordinator/coordinator.ts'
import {
  type FromGenerator,
  PROTOCOL_VERSION,
  type Prepare,
  type ToGenerator,
} from '../../../load/generator/protocol.ts'
import { shardPlan } from '../../../load/generator/shard-plan.ts'
import { type StartWorker, startWorkerThread, type WorkerLink } from '../../../load/generator/start-worker.ts'
import { COMPLETED } from '../../../load/recording/outcome.ts'
import { ChaosServer } from '../../support/chaos-server.ts'
import { loadPlan, openPhase } from '../../support/load-plan.ts'
import { NatsServer } from '../../support/nats-server.ts'
import { describeReal } from '../../support/real-programs.ts'
import { coordinate, startAgent, type TestAgent } from './agents.ts'

const version = PROTOCOL_VERSION
const LEAD_SECONDS = 0.1

let service: ChaosServer

beforeAll(async () => {
  service = await new ChaosServer().start()
})
afterAll(() => service.kill())

describe('a thread', () => {
  linkContract(() => startWorkerThread)
})

describeReal('a generator that joined over NATS', ['nats-server'], (binaries) => {
  let server: NatsServer
  let agent: TestAgent
  let coordinator: Coordinator
  let runs = 0

  beforeAll(async () => {
    // Its chunks are small: messages of a second are many of them.
    server = await NatsServer.start(binaries['nats-server'], { max_payload: 8192 })
    agent = startAgent(server, 'a')
    coordinator = await coordinate(server)
  })
  afterAll(async () => {
    await coordinator.close()
    await agent.stop()
    await server.stop()
  })

  linkContract(
    () => coordinator.start,
    () => coordinator.begin(`contract-${++runs}`, 10),
    () => coordinator.end(),
  )
})

/** @param before and @param after each run */
function linkContract(
  startWorker: () => StartWorker,
  before: () => Promise<void> = async () => {},
  after: () => Promise<void> = async () => {},
): void {
  /** Ends with the run of its test. */
  const open = async (during: (end: End) => Promise<void>): Promise<void> => {
    await before()
    const end = new End(startWorker())
    try {
      await during(end)
    } finally {
      await end.link.terminate()
      await after()
    }
  }

  it('prepares, sends what was due at its instants, and says what became of all of it', () =>
    open(async (end) => {
      end.link.send(prepared())
      await end.message('ready')
      const startSeconds = systemClock.nowSeconds() + LEAD_SECONDS
      end.link.send(started(startSeconds))
      await end.message('segment-done')
      end.link.send({ version, type: 'stop' })
      const { stoppedSeconds } = await end.message('done')
      expect(end.types()).toEqual(['ready', 'timings', 'segment-done', 'timings', 'done'])
      const rows = end.rows()
      expect(rows.map(({ intendedSeconds }) => intendedSeconds)).toEqual(expectedInstants())
      expect(rows.every(({ outcome }) => outcome === COMPLETED)).toBe(true)
      expect(rows.every(({ sentSeconds, intendedSeconds }) => sentSeconds >= intendedSeconds)).toBe(true)
      expect(stoppedSeconds).toBeGreaterThan(startSeconds)
      expect(stoppedSeconds).toBeLessThan(systemClock.nowSeconds())
    }))

  it('delivers a message that is larger than the broker takes at once', () =>
    open(async (end) => {
      const path = `/ok/${'x'.repeat(30_000)}`
      const [request] = plan().requests
      end.link.send(prepared({ requests: [{ ...request!, path }] }))
      await end.message('ready')
      end.link.send(started(systemClock.nowSeconds() + LEAD_SECONDS))
      await end.message('segment-done')
      expect(end.rows()).toHaveLength(expectedInstants().length)
    }))

  it('stops before it was started, and says so', () =>
    open(async (end) => {
      end.link.send(prepared())
      end.link.send({ version, type: 'stop' })
      await end.message('done')
      expect(end.rows()).toEqual([])
    }))

  it('names what a generator failed at', () =>
    open(async (end) => {
      const source = { kind: 'memory', bytes: Buffer.from('') } as const
      const data = [
        { name: 'gone', order: 'once', format: 'csv', columns: ['a'], rows: 3, source, usedBy: [true] },
      ] as const
      const [request] = plan().requests
      end.link.send(prepared({ data, requests: [{ ...request!, path: `/ok/$${'{gone.a}'}`, varies: true }] }))
      await end.message('ready')
      end.link.send(started(systemClock.nowSeconds() + LEAD_SECONDS))
      expect(await end.failure()).toMatch(/at DataRows\.value/)
    }))

  it('is silent once it was terminated', () =>
    open(async (end) => {
      end.link.send(prepared())
      await end.message('ready')
      end.link.send(started(systemClock.nowSeconds() + LEAD_SECONDS))
      await end.link.terminate()
      const before = end.types().length
      await systemClock.sleep(2 * LEAD_SECONDS)
      expect(end.types()).toHaveLength(before)
    }))
}

function plan(change: Partial<LoadPlan> = {}): LoadPlan {
  return loadPlan(service.url, { phases: [openPhase({ rate: 100, durationSeconds: 0.2 })], ...change })
}

function prepared(change: Partial<LoadPlan> = {}): Prepare {
  return shardPlan(plan(change))[0]!
}

function started(startSeconds: number): ToGenerator {
  return {
    version,
    type: 'start-segment',
    firstPhase: 0,
    endPhase: 1,
    startSeconds,
    epochSeconds: startSeconds,
    timers: 'sparing',
  }
}

function expectedInstants(): number[] {
  return Array.from({ length: 20 }, (_, i) => (2 * i + 1) / 200)
}

interface Row {
  readonly intendedSeconds: number
  readonly sentSeconds: number
  readonly outcome: number
}

/** This end of a link, and all that came. */
class End {
  readonly link: WorkerLink
  readonly #came: FromGenerator[] = []
  #exit: string | undefined
  #onChange: () => void = () => {}

  constructor(start: StartWorker) {
    this.link = start({
      onMessage: (message) => {
        this.#came.push(message)
        this.#onChange()
      },
      onExit: (reason) => {
        this.#exit ??= reason
        this.#onChange()
      },
    })
  }

  types(): string[] {
    return this.#came.map(({ type }) => type).filter((type, i, all) => type !== 'timings' || all[i - 1] !== 'timings')
  }

  rows(): Row[] {
    const rows = this.#came.flatMap((message) =>
      message.type !== 'timings'
        ? []
        : [...message.timings.intendedSeconds].map((intendedSeconds, i) => ({
            intendedSeconds: Math.round(intendedSeconds * 1e6) / 1e6,
            sentSeconds: message.timings.sentSeconds[i]!,
            outcome: message.timings.outcome[i]!,
          })),
    )
    return rows.sort((a, b) => a.intendedSeconds - b.intendedSeconds)
  }

  async message<Type extends FromGenerator['type']>(type: Type): Promise<Extract<FromGenerator, { type: Type }>> {
    for (;;) {
      const came = this.#came.find(
        (message): message is Extract<FromGenerator, { type: Type }> => message.type === type,
      )
      if (came) return came
      if (this.#exit !== undefined) throw new Error(`expected ${type}, got the end: ${this.#exit}`)
      await this.#change()
    }
  }

  async failure(): Promise<string> {
    for (;;) {
      const failed = this.#came.find((message) => message.type === 'failed')
      if (failed?.type === 'failed') return failed.reason
      if (this.#exit !== undefined) return this.#exit
      await this.#change()
    }
  }

  #change(): Promise<void> {
    return new Promise((resolve) => {
      this.#onChange = resolve
    })
  }
}
