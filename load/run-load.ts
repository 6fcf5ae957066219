// Runs a load plan: starts the generators, leads them through warm-up and measurement, gathers what they hand over.

import { systemClock } from '../core/clock.ts'
import { describeLoadProblem, type LoadProblem } from '../core/run/load-problem.ts'
import type { LoadResult, PhaseWindow } from '../core/run/load-result.ts'
import type { LoadPlan } from '../core/scenario/load-plan.ts'
import { UserError } from '../core/user-error.ts'
import { checkLoadPlan, shownUrl } from './check-plan.ts'
import { LoadCollector } from './collector.ts'
import { availableCores } from './dispatch/timer-precision.ts'
import type { Done, Prepare, Ready, Timings } from './generator/protocol.ts'
import { generatorTasks } from './generator/shard-plan.ts'
import { type StartGenerator, startGeneratorThread } from './generator/start-worker.ts'
import { GeneratorCrew } from './generator/worker-pool.ts'
import { type LoadProgress, ProgressMeter } from './progress.ts'
import { type Stage, stagesOf, stageWindows, windowsUntil } from './schedule/segment.ts'

export type { LoadProgress } from './progress.ts'

export interface LoadHooks {
  /**
   * Once, a little ahead of it: the instant (core/clock.ts) from which the run's seconds count. The first phase starts
   * there, or later where `beforeMeasured` comes first and takes longer.
   */
  onZero(zeroSeconds: number): void
  /** Once, before the first measured phase, while nothing is in flight; that phase starts when it has resolved. */
  beforeMeasured(): Promise<void>
  /** At the start of each phase. @param atSeconds of the run, as scheduled */
  onPhaseStart(phaseIndex: number, atSeconds: number): void
  /** About once a second. */
  onProgress(progress: LoadProgress): void
}

export interface RunningLoad {
  /**
   * Rejects with a UserError where no connection could be opened at all, with whatever a hook threw, and with an Error
   * where the generators died before anything was measured.
   */
  readonly result: Promise<LoadResult>
  /** Sends nothing more; what is in flight is unfinished. The result follows within a second. */
  interrupt(): void
}

/**
 * Connections are open before the first arrival. Leading phases that are not measured are drained before the others.
 * @throws RangeError or UserError where the plan cannot be run as it stands
 */
export function runLoad(
  plan: LoadPlan,
  hooks: LoadHooks,
  startGenerator: StartGenerator = startGeneratorThread,
): RunningLoad {
  checkLoadPlan(plan)
  const run = new LoadRun(plan, hooks, startGenerator)
  return { result: run.result(), interrupt: () => run.interrupt() }
}

/** From the decision to start until the phase does: the generators have to hear of it first. */
const LEAD_SECONDS = 0.03

/** Where there is no warm-up, the zero is announced this much ahead, so that `beforeMeasured` falls before it. */
const BASELINE_LEAD_SECONDS = 0.25

class LoadRun {
  readonly #plan: LoadPlan
  readonly #hooks: LoadHooks
  readonly #tasks: readonly Prepare[]
  readonly #crew: GeneratorCrew
  readonly #collector: LoadCollector
  readonly #progress: ProgressMeter
  readonly #problems: LoadProblem[] = []
  readonly #over = new AbortController()
  /** Resolves when the run is interrupted, rejects when a hook threw. */
  readonly #cut: Promise<void>
  #resolveCut: () => void = () => {}
  #rejectCut: (reason: unknown) => void = () => {}
  #windows: PhaseWindow[] = []
  #zeroSeconds: number | undefined
  #interrupted = false

  constructor(plan: LoadPlan, hooks: LoadHooks, start: StartGenerator) {
    this.#plan = plan
    this.#hooks = hooks
    this.#cut = new Promise((resolve, reject) => {
      this.#resolveCut = resolve
      this.#rejectCut = reject
    })
    this.#collector = new LoadCollector(plan)
    this.#progress = new ProgressMeter(
      (seconds) => this.#phaseAt(seconds),
      (progress) => this.#call(() => hooks.onProgress(progress)),
    )
    this.#tasks = generatorTasks(plan, availableCores())
    this.#crew = new GeneratorCrew({
      tasks: this.#tasks,
      start,
      clock: systemClock,
      onTimings: (generator, timings) => this.#onTimings(generator, timings),
      onGone: (generator, reason) => this.#onGone(generator, reason),
    })
  }

  async result(): Promise<LoadResult> {
    try {
      await Promise.race([this.#conduct(), this.#cut])
    } finally {
      this.#over.abort()
      await this.#crew.stop()
    }
    return this.#collect(await this.#crew.stop())
  }

  interrupt(): void {
    if (this.#over.signal.aborted) return
    this.#interrupted = true
    this.#over.abort()
    this.#resolveCut()
  }

  async #conduct(): Promise<void> {
    this.#expectReachable(await this.#crew.ready())
    for (const stage of stagesOf(this.#plan.phases)) {
      this.#announceZero(stage.isMeasured ? BASELINE_LEAD_SECONDS : LEAD_SECONDS)
      if (stage.isMeasured && !this.#isOver()) await this.#hooks.beforeMeasured()
      if (this.#isOver()) return
      await this.#runStage(stage)
    }
  }

  #isOver(): boolean {
    return this.#over.signal.aborted || this.#crew.living.length === 0
  }

  #announceZero(leadSeconds: number): void {
    if (this.#zeroSeconds !== undefined || this.#isOver()) return
    const zeroSeconds = systemClock.nowSeconds() + leadSeconds
    this.#zeroSeconds = zeroSeconds
    this.#call(() => this.#hooks.onZero(zeroSeconds))
  }

  async #runStage(stage: Stage): Promise<void> {
    const zeroSeconds = this.#zeroSeconds ?? Number.NaN
    const now = systemClock.nowSeconds()
    const startSeconds = zeroSeconds - now > LEAD_SECONDS / 2 ? zeroSeconds : now + LEAD_SECONDS
    const windows = stageWindows(this.#plan.phases, stage, startSeconds - zeroSeconds)
    this.#windows.push(...windows)
    windows.forEach((window, i) => {
      void this.#announcePhase(stage.firstPhase + i, zeroSeconds + window.startSeconds)
    })
    this.#collector.startStage()
    await this.#crew.runStage({ ...stage, startSeconds, zeroSeconds })
  }

  async #announcePhase(phase: number, startSeconds: number): Promise<void> {
    const { signal } = this.#over
    await systemClock.sleep(startSeconds - systemClock.nowSeconds(), signal)
    if (!signal.aborted)
      this.#call(() => this.#hooks.onPhaseStart(phase, startSeconds - (this.#zeroSeconds ?? startSeconds)))
  }

  #expectReachable(ready: readonly Ready[]): void {
    if (this.#isOver()) return
    const wanted = this.#tasks.reduce((sum, { connections }) => sum + connections, 0)
    const open = ready.reduce((sum, { openConnections }) => sum + openConnections, 0)
    const reason = ready.find(({ connectFailure }) => connectFailure !== null)?.connectFailure ?? 'no answer'
    const url = shownUrl(this.#plan.url)
    if (open === 0) throw new UserError(`${url}: expected a service that accepts connections, got: ${reason}`)
    if (open < wanted) this.#problems.push({ kind: 'connections-not-opened', url, opened: open, wanted, reason })
  }

  #onTimings(generator: number, timings: Timings): void {
    this.#collector.add(generator, timings)
    this.#progress.add(generator, timings, this.#crew.living)
  }

  #onGone(generator: number, reason: string): void {
    this.#problems.push({
      kind: 'generator-lost',
      generator: generator + 1,
      generators: this.#tasks.length,
      atSeconds: this.#collector.heardSeconds,
      reason,
    })
  }

  #collect(done: readonly Done[]): LoadResult {
    const { heardSeconds } = this.#collector
    const lost = this.#problems.at(-1)
    if (done.length === 0 && lost && !this.#interrupted && !this.#collector.hasMeasured())
      throw new Error(`nothing was measured: ${describeLoadProblem(lost)}`)
    const unsolicited = done.reduce((sum, each) => sum + each.unsolicited, 0)
    if (unsolicited > 0) this.#problems.push({ kind: 'unsolicited-answers', connections: unsolicited })
    const zeroSeconds = this.#zeroSeconds ?? 0
    const stopped = done.map(({ stoppedSeconds }) => stoppedSeconds - zeroSeconds)
    return this.#collector.result(done, {
      phases: windowsUntil(this.#windows, stopped.length > 0 ? Math.max(...stopped) : heardSeconds),
      interrupted: this.#interrupted,
      problems: this.#zeroSeconds === undefined ? [] : this.#problems,
    })
  }

  #phaseAt(seconds: number): number {
    return Math.max(
      0,
      this.#windows.findLastIndex(({ startSeconds }) => startSeconds <= seconds),
    )
  }

  /** What a hook throws ends the run. */
  #call(hook: () => void): void {
    try {
      hook()
    } catch (error) {
      this.#rejectCut(error)
    }
  }
}
