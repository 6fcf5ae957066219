// A run over a real broker, sent by generators in processes of their own, to which a test may do what it likes.

import { readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { type JetStreamManager, jetstreamManager } from '@nats-io/jetstream'
import { systemClock } from '../../../core/clock.ts'
import type { LoadProblem } from '../../../core/run/load-problem.ts'
import { type Accounting, type LoadResult, measuredSlots, sumAccounting } from '../../../core/run/load-result.ts'
import type { LoadPlan } from '../../../core/scenario/load-plan.ts'
import type { Coordinator } from '../../../generators/coordinator/coordinator.ts'
import { openCoordinator } from '../../../generators/coordinator/open-coordinator.ts'
import { harnessVersion } from '../../../harness/version.ts'
import type { LoadProgress } from '../../../load/progress.ts'
import { type RunningLoad, runLoad } from '../../../load/run-load.ts'
import { ChaosServer } from '../../support/chaos-server.ts'
import { loadPlan, openPhase } from '../../support/load-plan.ts'
import type { NatsServer } from '../../support/nats-server.ts'
import { type CliResult, type RunningCli, startCli } from '../../support/run-cli.ts'

/** A run of so many requests a second, for so long. */
export const RATE = 80
export const SECONDS = 3
export const PLANNED = RATE * SECONDS

export interface Generator extends RunningCli {
  readonly name: string
  signal(signal: NodeJS.Signals): void
}

export interface Noticed {
  /** From 0. */
  readonly generator: number
  readonly reason: string
  readonly atSeconds: number
}

/** A run that goes on. */
export interface Led {
  readonly run: string
  readonly coordinator: Coordinator
  readonly service: ChaosServer
  readonly load: RunningLoad
  /** When the load began; NaN before that. */
  epochSeconds(): number
  /** Resolves with the first progress from that second of the run on. */
  reached(seconds: number): Promise<LoadProgress>
  readonly noticed: readonly Noticed[]
  /** Resolves when a generator was found lost. */
  readonly lost: Promise<Noticed>
  /** What the coordinator said. */
  readonly lines: readonly string[]
}

export interface Lead {
  readonly run: string
  readonly generators?: number
  readonly plan?: Partial<LoadPlan>
  readonly patienceSeconds?: number
}

type Finally = (clean: () => Promise<unknown>) => void

export class FaultBench {
  readonly #broker: NatsServer
  readonly #onFinished: Finally

  /** @param onFinished of the test that uses it */
  constructor(broker: NatsServer, onFinished: Finally) {
    this.#broker = broker
    this.#onFinished = onFinished
  }

  /** Resolves when it has joined. */
  async startGenerator(name: string, run: string, change: { readonly join?: string } = {}): Promise<Generator> {
    const args = ['generator', '--join', change.join ?? this.#broker.url, '--run', run, '--name', name]
    const cli = startCli(args, { cwd: tmpdir(), env: { SLA_HARNESS_NATS_TOKEN: this.#broker.token } })
    const signal = (name: NodeJS.Signals) => void cli.process.kill(name)
    this.#onFinished(() => {
      signal('SIGCONT')
      signal('SIGKILL')
      return cli.result
    })
    await cli.said(/waiting for run/)
    return { ...cli, name, signal }
  }

  /** Both at a time. */
  startGenerators(run: string): Promise<[Generator, Generator]> {
    return Promise.all([this.startGenerator(`${run}-a`, run), this.startGenerator(`${run}-b`, run)])
  }

  async lead({ run, generators = 2, plan = {}, patienceSeconds = 20 }: Lead): Promise<Led> {
    const service = await new ChaosServer().start()
    this.#onFinished(() => service.kill())
    const lines: string[] = []
    const coordinator = await openCoordinator({
      address: this.#broker.address,
      credentials: this.#broker.credentials,
      run,
      generators,
      program: harnessVersion,
      patienceSeconds,
      signal: new AbortController().signal,
      say: (line) => lines.push(line),
    })
    if (coordinator === null) throw new Error('expected a coordinator, got none')
    this.#onFinished(() => coordinator.close())
    await coordinator.begin(run, SECONDS)
    return this.#watch({ run, coordinator, service, lines, plan, generators })
  }

  /** Ends a run as the program does: afterwards nothing of it is left on the broker. */
  async end({ run, coordinator, load }: Led): Promise<LoadResult> {
    const result = await load.result
    await coordinator.close()
    if (await this.hasStream(run)) throw new Error(`the stream of ${run} is left`)
    return result
  }

  async hasStream(run: string): Promise<boolean> {
    return (await this.streams()).includes(`sla-harness-${run}`)
  }

  /** All that the broker keeps of a run, as text. */
  async keptText(run: string): Promise<string> {
    return this.#manage(async (manager) => {
      const stream = `sla-harness-${run}`
      const { state } = await manager.streams.info(stream)
      const texts: string[] = []
      for (let seq = state.first_seq; seq <= state.last_seq; seq++) {
        const message = await manager.streams.getMessage(stream, { seq })
        texts.push(Buffer.from(message?.data ?? []).toString('latin1'))
      }
      return texts.join('')
    })
  }

  /** From now on the broker takes nothing more of this run. */
  async shrinkStream(run: string): Promise<void> {
    await this.#manage(async (manager) => {
      await manager.streams.update(`sla-harness-${run}`, { max_bytes: 1 })
    })
  }

  async streams(): Promise<string[]> {
    return this.#manage(async (manager) => {
      const names: string[] = []
      for await (const { config } of manager.streams.list()) names.push(config.name)
      return names
    })
  }

  async #manage<Found>(act: (manager: JetStreamManager) => Promise<Found>): Promise<Found> {
    const connection = await this.#broker.connect()
    try {
      return await act(await jetstreamManager(connection))
    } finally {
      await connection.close()
    }
  }

  #watch({
    plan,
    generators,
    ...led
  }: Omit<Led, 'load' | 'epochSeconds' | 'reached' | 'noticed' | 'lost'> &
    Required<Pick<Lead, 'plan' | 'generators'>>): Led {
    const noticed: Noticed[] = []
    const waiting = new Set<{ seconds: number; resolve: (progress: LoadProgress) => void }>()
    let onLost: (noticed: Noticed) => void = () => {}
    const lost = new Promise<Noticed>((resolve) => {
      onLost = resolve
    })
    const links = led.coordinator.links(true)
    let next = 0
    let epochSeconds = Number.NaN
    const load = runLoad(
      loadPlan(led.service.url, {
        phases: [openPhase({ rate: RATE, durationSeconds: SECONDS })],
        workers: generators,
        ...plan,
      }),
      {
        onEpoch: (seconds) => {
          epochSeconds = seconds
        },
        beforeMeasured: null,
        onPhaseStart: () => {},
        onProgress: (progress) => {
          for (const each of waiting)
            if (progress.atSeconds >= each.seconds) {
              waiting.delete(each)
              each.resolve(progress)
            }
        },
      },
      {
        ...links,
        start: (listener) => {
          const generator = next++
          return links.start({
            ...listener,
            onMessage: (message) => listener.onMessage(message),
            onExit: (reason) => {
              const seen = { generator, reason, atSeconds: systemClock.nowSeconds() }
              noticed.push(seen)
              onLost(seen)
              listener.onExit(reason)
            },
          })
        },
      },
    )
    // A test that fails before it asks for the result must not leave a rejection that nobody handles.
    load.result.catch(() => {})
    const reached = (seconds: number) =>
      new Promise<LoadProgress>((resolve) => {
        waiting.add({ seconds, resolve })
      })
    return { ...led, load, epochSeconds: () => epochSeconds, reached, noticed, lost }
  }
}

export function totalOf(result: LoadResult): Accounting {
  return sumAccounting(measuredSlots(result))
}

/** Every arrival ended as exactly one. */
export function isBalanced(result: LoadResult): boolean {
  return result.slots.every(
    ({ offered, completed, errors, timeouts, unfinished, lost }) =>
      offered === completed + errors + timeouts + unfinished + lost,
  )
}

export function lossesOf({ problems }: LoadResult): Extract<LoadProblem, { readonly kind: 'generator-lost' }>[] {
  return problems.filter((problem) => problem.kind === 'generator-lost')
}

/** Folders that generators keep data files in. */
export function generatorFolders(): string[] {
  return readdirSync(tmpdir()).filter((name) => name.startsWith('sla-harness-generator-'))
}

/** How a process ended, and that it left none behind; of one that a signal ended, also what it had said. */
export function endOf({ code, signal, leftBehind, stderr }: CliResult): Partial<CliResult> {
  return signal === null ? { code, leftBehind } : { code, leftBehind, signal, stderr }
}
