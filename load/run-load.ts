// Runs a load plan: starts the generators, leads them through warm-up and measurement, and collects their results.

import { systemClock } from '../core/clock.ts'
import { deferred } from '../core/deferred.ts'
import { isLocalHost } from '../core/route/local-host.ts'
import { generatorOnMachine } from '../core/run/generators/machine-in-words.ts'
import type { LoadProblem } from '../core/run/load-problem.ts'
import type { LoadResult, PhaseWindow } from '../core/run/load-result.ts'
import type { LoadPlan } from '../core/scenario/load-plan.ts'
import { UserError } from '../core/user-error.ts'
import { checkPlan, shownRoute, shownUrl } from './check-plan.ts'
import { Collector } from './collector.ts'
import { concludeLoad, type NoticedLoss } from './conclude-load.ts'
import { connectionsNotOpened, type OpenedConnections } from './connections-not-opened.ts'
import type { ChosenTimers } from './dispatch/choose-timers.ts'
import { coreLimits, readCores } from './dispatch/idle-cores.ts'
import { TimerTrial } from './dispatch/timer-trial.ts'
import { type GeneratorLinks, threadLinks } from './generator/generator-links.ts'
import type { Done, Prepare, Ready, Timings } from './generator/protocol.ts'
import { shardPlan } from './generator/shard-plan.ts'
import { WorkerPool } from './generator/worker-pool.ts'
import type { StartedSegment } from './losses/scheduled-arrivals.ts'
import { affordablePlan } from './open-files.ts'
import { type LoadProgress, ProgressMeter } from './progress.ts'
import { type Segment, segmentsOf, segmentWindows } from './schedule/segment.ts'
import type { LoadSetup } from './setup/load-setup.ts'

export type { LoadProgress } from './progress.ts'

export interface LoadHooks {
  /**
   * Called once, a little ahead of time, with the instant (core/clock.ts) at which second 0 of the run begins. The first
   * phase starts there, or later where `beforeMeasured` comes first and takes longer.
   */
  onEpoch(epochSeconds: number): void
  /**
   * Called once, before the first measured phase, while nothing is in flight. That phase starts when it has resolved.
   * Null where there is nothing to do there: then it starts without a lead.
   */
  readonly beforeMeasured: (() => Promise<void>) | null
  /** At the start of each phase. @param atSeconds of the run, as scheduled */
  onPhaseStart(phaseIndex: number, atSeconds: number): void
  /** About once a second. */
  onProgress(progress: LoadProgress): void
  /** The requests whose progress is reported by itself, by their index in the plan. Absent for none. */
  readonly watchedRequests?: readonly number[]
}

export interface RunningLoad {
  /**
   * Rejects with a UserError where no connection could be opened at all, with whatever a hook threw, and with an Error
   * where all generators were lost before anything was measured.
   */
  readonly result: Promise<LoadResult>
  /** Sends nothing more; what is in flight ends as unfinished. The result follows within a second. */
  interrupt(): void
}

/**
 * Connections are open before the first arrival. Leading phases that are not measured are drained before the others.
 * @param setup of the plan, done already; null where it has none
 * @throws RangeError or UserError where the plan cannot be run as it stands
 */
export function runLoad(
  plan: LoadPlan,
  hooks: LoadHooks,
  generators: GeneratorLinks = threadLinks(),
  setup: LoadSetup | null = null,
): RunningLoad {
  checkPlan(plan)
  const affordable = affordablePlan(plan, generators.openFiles)
  const run = new LoadRun({ ...affordable, hooks, generators, setup })
  return { result: run.result(), interrupt: () => run.interrupt() }
}

/** Without a warm-up the epoch is announced this much ahead where there is a `beforeMeasured`, which then falls before it. */
const BASELINE_LEAD_SECONDS = 0.25

interface LoadRunOptions {
  readonly plan: LoadPlan
  /** Known before it begins. */
  readonly problems: readonly LoadProblem[]
  readonly hooks: LoadHooks
  readonly generators: GeneratorLinks
  readonly setup: LoadSetup | null
}

class LoadRun {
  readonly #plan: LoadPlan
  readonly #links: GeneratorLinks
  readonly #hooks: LoadHooks
  readonly #tasks: readonly Prepare[]
  readonly #workers: WorkerPool
  readonly #setup: LoadSetup | null
  readonly #collector: Collector
  readonly #progress: ProgressMeter
  readonly #problems: LoadProblem[]
  readonly #trial: TimerTrial
  readonly #over = new AbortController()
  /** Resolves when the run is interrupted, rejects when a hook threw. */
  readonly #cut = deferred()
  #windows: PhaseWindow[] = []
  readonly #segments: StartedSegment[] = []
  readonly #losses: NoticedLoss[] = []
  #epochSeconds: number | undefined
  #timers: ChosenTimers | undefined
  #interrupted = false
  /** By data set: arrivals that had no row left. */
  readonly #outOfRows: number[]
  #outOfRowsSeconds: number | undefined

  constructor({ plan, problems, hooks, generators, setup }: LoadRunOptions) {
    this.#links = generators
    this.#plan = plan
    this.#setup = setup
    this.#problems = [...problems]
    this.#hooks = hooks
    this.#outOfRows = (plan.data ?? []).map(() => 0)
    this.#progress = new ProgressMeter(
      (seconds) => this.#phaseAt(seconds),
      (progress) => this.#call(() => hooks.onProgress(progress)),
      hooks.watchedRequests,
    )
    this.#tasks = shardPlan(plan, setup?.values)
    this.#collector = new Collector(plan, this.#tasks.length)
    this.#trial = new TimerTrial({
      choice: plan.timers,
      generators: this.#tasks.length,
      isLocalTarget: plan.route?.socket !== undefined || isLocalHost(new URL(plan.url).hostname),
      areHere: generators.areHere,
      limits: coreLimits(),
      readCores,
    })
    this.#workers = new WorkerPool({
      tasks: this.#tasks,
      start: generators.start,
      clock: systemClock,
      stopSeconds: generators.stopSeconds,
      onTimings: (generator, timings) => this.#onTimings(generator, timings),
      onSetupRefused: (generation) => setup?.refused(generation),
      onExit: (generator, reason) => this.#onExit(generator, reason),
    })
  }

  async result(): Promise<LoadResult> {
    try {
      this.#setup?.begin((values) => this.#workers.renewSetup(values))
      await Promise.race([this.#conduct(), this.#cut.promise])
    } finally {
      this.#over.abort()
      this.#setup?.stop()
      await this.#workers.stop()
    }
    return this.#collect(await this.#workers.stop())
  }

  interrupt(): void {
    if (this.#over.signal.aborted) return
    this.#interrupted = true
    this.#over.abort()
    this.#cut.resolve()
  }

  async #conduct(): Promise<void> {
    const opened = this.#opened(await this.#workers.ready())
    this.#expectReachable(opened)
    this.#trial.opened(opened.map(({ wakeError }) => wakeError))
    const { beforeMeasured } = this.#hooks
    const leadSeconds = this.#links.leadSeconds()
    for (const segment of segmentsOf(this.#plan.phases)) {
      const isPrepared = segment.isMeasured && beforeMeasured !== null
      this.#announceEpoch(isPrepared ? Math.max(BASELINE_LEAD_SECONDS, leadSeconds) : leadSeconds)
      if (isPrepared && !this.#isOver()) await beforeMeasured()
      if (this.#isOver()) return
      await this.#runSegment(segment)
    }
  }

  #isOver(): boolean {
    return this.#over.signal.aborted || this.#workers.alive.length === 0
  }

  #announceEpoch(leadSeconds: number): void {
    if (this.#epochSeconds !== undefined || this.#isOver()) return
    const epochSeconds = systemClock.nowSeconds() + leadSeconds
    this.#epochSeconds = epochSeconds
    this.#call(() => this.#hooks.onEpoch(epochSeconds))
  }

  async #runSegment(segment: Segment): Promise<void> {
    const epochSeconds = this.#epochSeconds ?? Number.NaN
    const now = systemClock.nowSeconds()
    const leadSeconds = this.#links.leadSeconds()
    const startSeconds = epochSeconds - now > leadSeconds / 2 ? epochSeconds : now + leadSeconds
    const windows = segmentWindows(this.#plan.phases, segment, startSeconds - epochSeconds)
    this.#windows.push(...windows)
    windows.forEach((window, i) => {
      void this.#announcePhase(segment.firstPhase + i, epochSeconds + window.startSeconds)
    })
    this.#collector.startSegment()
    this.#segments.push({ ...segment, startSeconds, epochSeconds })
    if (segment.isMeasured) this.#timers = this.#trial.choose()
    else this.#trial.startWarmUp()
    const timers = this.#timers?.mode ?? this.#trial.provisional
    const done = await this.#workers.runSegment({ ...segment, startSeconds, epochSeconds, timers })
    if (!segment.isMeasured) this.#trial.warmedUp(done.map(({ wakeError }) => wakeError))
  }

  async #announcePhase(phase: number, startSeconds: number): Promise<void> {
    const { signal } = this.#over
    await systemClock.sleep(startSeconds - systemClock.nowSeconds(), signal)
    if (!signal.aborted)
      this.#call(() => this.#hooks.onPhaseStart(phase, startSeconds - (this.#epochSeconds ?? startSeconds)))
  }

  /** What those opened that are there: how many connections one would have opened that is lost is not known. */
  #opened(ready: readonly (Ready | undefined)[]): OpenedConnections[] {
    const { ends } = this.#workers
    return ready.flatMap((message, generator) => {
      if (message === undefined) return []
      const wanted = this.#tasks[generator]?.openAtFirst ?? 0
      return [{ ...message, generator: generator + 1, machine: ends[generator]?.machine ?? null, wanted }]
    })
  }

  #expectReachable(opened: readonly OpenedConnections[]): void {
    if (this.#isOver()) return
    const url = shownUrl(this.#plan.url) + shownRoute(this.#plan.route)
    const problem = connectionsNotOpened(url, opened, this.#tasks.length)
    if (problem !== null) this.#problems.push(problem)
  }

  #onTimings(generator: number, timings: Timings): void {
    this.#collector.add(generator, timings)
    if (timings.outOfRows !== undefined) this.#endOutOfRows(timings.outOfRows, timings.atSeconds)
    if (this.#timers === undefined) this.#trial.watched(timings.load)
    this.#progress.add(generator, timings, this.#workers.alive)
  }

  /** With fewer users than the scenario says, what follows would measure something else. */
  #endOutOfRows(arrivals: readonly number[], atSeconds: number): void {
    for (const [dataSet, count] of arrivals.entries())
      this.#outOfRows[dataSet] = (this.#outOfRows[dataSet] as number) + count
    this.#outOfRowsSeconds ??= atSeconds
    this.interrupt()
  }

  #onExit(generator: number, reason: string): void {
    const noticedSeconds = systemClock.nowSeconds() - (this.#epochSeconds ?? systemClock.nowSeconds())
    this.#losses.push({ generator, noticedSeconds, reason })
  }

  #collect(done: readonly Done[]): LoadResult {
    this.#expectResults(done)
    const epochSeconds = this.#epochSeconds ?? 0
    return concludeLoad({
      plan: this.#plan,
      collector: this.#collector,
      ends: this.#workers.ends,
      segments: this.#segments,
      losses: this.#losses,
      interrupted: this.#interrupted,
      timers: this.#timers ?? { mode: this.#trial.provisional, reason: 'nothing was measured' },
      problems: [
        ...this.#problems,
        ...this.#links.problems(),
        ...this.#dataProblems(),
        ...(this.#setup?.problems(epochSeconds) ?? []),
      ],
      ...(this.#setup && { setup: this.#setup.record(epochSeconds) }),
    })
  }

  #dataProblems(): LoadProblem[] {
    return (this.#plan.data ?? []).flatMap(({ name, rows }, dataSet) => {
      const arrivals = this.#outOfRows[dataSet] as number
      const atSeconds = this.#outOfRowsSeconds ?? 0
      return arrivals === 0 ? [] : [{ kind: 'out-of-rows', dataSet: name, rows, arrivals, atSeconds }]
    })
  }

  /** A thread that ended has a defect; on another machine there are many reasons, and what was lost is counted. */
  #expectResults(done: readonly Done[]): void {
    const lost = this.#losses.at(-1)
    if (done.length > 0 || !lost || this.#interrupted || this.#collector.hasMeasured) return
    const { generator, reason } = lost
    const machine = this.#workers.ends[generator]?.machine ?? null
    if (machine === null)
      throw new Error(
        `nothing was measured: generator ${generator + 1} of ${this.#tasks.length} was lost before anything came: ${reason}`,
      )
    if (this.#segments.length === 0)
      throw new UserError(
        `nothing was sent: ${generatorOnMachine({ generator: generator + 1, machine }, this.#tasks.length)} was lost before the load began: ${reason}${lastWords(machine.lastLines)}`,
      )
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
      this.#cut.reject(error)
    }
  }
}

function lastWords(lines: readonly string[]): string {
  return lines.length === 0 ? '' : `; it wrote last:\n${lines.join('\n')}`
}
