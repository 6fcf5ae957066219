// Collects what the generators report into the result of the run.

import { mergeLatencies } from '../core/latency/latency-counts.ts'
import { mergePeers } from '../core/route/peer.ts'
import { type AnswerRecord, mergeAnswers } from '../core/run/answer-record.ts'
import type { FirstError, GeneratorInterval, GeneratorRecord, LoadResult } from '../core/run/load-result.ts'
import type { LoadPlan } from '../core/scenario/load-plan.ts'
import type { ChosenTimers } from './dispatch/choose-timers.ts'
import { IterationSums } from './flows/iteration-sums.ts'
import type { Done, Timings, WaitingCost } from './generator/protocol.ts'
import { type EndedRun, LossLedger } from './losses/loss-ledger.ts'
import { ConnectionUses } from './recording/connection-uses.ts'
import { DispatchDelays } from './recording/dispatch-delay.ts'
import { mergeOpeningCosts } from './recording/opening-costs.ts'
import { LatencyRecorder } from './recording/recorder.ts'
import type { SealedTimings } from './recording/seal-timings.ts'
import type { ThreadLoad } from './recording/thread-load.ts'

/** Long enough for most requests to have ended, short enough to keep few of them as plain numbers. */
const CLOSE_AFTER_SECONDS = 2

interface RestOfResult extends Pick<LoadResult, 'phases' | 'interrupted' | 'problems' | 'setup'> {
  readonly timers: ChosenTimers
}

interface Peaks {
  readonly inFlightMax: number
  readonly backlogMax: number
}

export class Collector {
  readonly #plan: LoadPlan
  readonly #recorder: LatencyRecorder
  readonly #dispatch: DispatchDelays
  readonly #uses = new ConnectionUses()
  readonly #firstErrors = new Map<string, FirstError>()
  #answers: AnswerRecord | undefined
  readonly #intervals: GeneratorInterval[] = []
  readonly #iterations = new IterationSums()
  /** By generator: when its last message was written. */
  readonly #reportedSeconds = new Map<number, number>()
  /** By generator, of the segment that runs. */
  readonly #peaks = new Map<number, Peaks>()
  readonly #ledger: LossLedger
  #receivedSeconds = 0

  /** @param generators how many share the plan */
  constructor(plan: LoadPlan, generators = 1) {
    this.#plan = plan
    this.#ledger = new LossLedger(plan, generators)
    this.#recorder = new LatencyRecorder({
      phaseCount: plan.phases.length,
      requestCount: plan.requests.length,
      closeAfterSeconds: CLOSE_AFTER_SECONDS,
    })
    this.#dispatch = new DispatchDelays((phase) => this.#isMeasured(phase))
  }

  /** The second of the run up to which results were received. */
  get receivedSeconds(): number {
    return this.#receivedSeconds
  }

  /** Whether any request of a measured phase has ended. */
  get hasMeasured(): boolean {
    return [...this.#recorder.phasesSeen()].some((phase) => this.#isMeasured(phase))
  }

  /** The second of the run up to which a generator has reported. */
  reportedSeconds(generator: number): number {
    return this.#ledger.reportedSeconds(generator)
  }

  /** Counts what is lost with a generator. To be called once for each that was lost, when the run has ended. */
  addLoss(generator: number, ended: EndedRun): number {
    const { arrivals, iterations } = this.#ledger.lossOf(generator, ended)
    for (const lost of arrivals) this.#recorder.addLost(lost)
    for (const each of iterations) this.#iterations.add(each)
    return arrivals.reduce((sum, { phase, count }) => sum + (this.#isMeasured(phase) ? count : 0), 0)
  }

  startSegment(): void {
    this.#peaks.clear()
  }

  add(generator: number, message: Timings): void {
    const { timings, sealed, atSeconds, inFlightMax, backlogMax } = message
    this.#recorder.add(timings, atSeconds)
    this.#dispatch.add(timings)
    this.#uses.add(timings)
    this.#ledger.add(generator, message)
    if (sealed) this.#addSealed(sealed, atSeconds)
    this.#addInterval(generator, message)
    for (const error of message.firstErrors) this.#addFirstError(error)
    if (message.answers)
      this.#answers = mergeAnswers(this.#answers ? [this.#answers, message.answers] : [message.answers])
    for (const each of message.iterations ?? []) this.#iterations.add(each)
    const before = this.#peaks.get(generator)
    this.#peaks.set(generator, {
      inFlightMax: Math.max(inFlightMax, before?.inFlightMax ?? 0),
      backlogMax: Math.max(backlogMax, before?.backlogMax ?? 0),
    })
    this.#receivedSeconds = Math.max(this.#receivedSeconds, atSeconds)
  }

  /** @param done the last messages of the generators that ended in order */
  result(done: readonly Done[], rest: RestOfResult): LoadResult {
    const { timers, ...others } = rest
    return {
      ...others,
      slots: this.#recorder.close(),
      completionsPerSecond: this.#recorder.completionsPerSecond(),
      generator: this.#generatorRecord(done, timers),
      connectionUse: this.#uses.result(),
      connectionTimes: {
        connectTime: mergeLatencies(done.map(({ connectionTimes }) => connectionTimes.connectTime)),
        tlsTime: mergeLatencies(done.map(({ connectionTimes }) => connectionTimes.tlsTime)),
      },
      openingCosts: mergeOpeningCosts(done.flatMap(({ openingCosts }) => openingCosts)),
      peer: mergePeers(done.map(({ peer }) => peer)),
      firstErrors: [...this.#firstErrors.values()].sort((a, b) => a.atSeconds - b.atSeconds),
      ...(this.#answers === undefined ? {} : { answers: this.#answers }),
      ...(this.#plan.flows === undefined ? {} : { flows: this.#iterations.sums() }),
      endSeconds: this.#recorder.endSeconds,
    }
  }

  #addSealed(sealed: SealedTimings, atSeconds: number): void {
    this.#recorder.addSealed(sealed, atSeconds)
    this.#dispatch.addSealed(sealed)
    this.#uses.addSealed(sealed.connectionUse)
  }

  #addInterval(generator: number, { atSeconds, load, backlog }: Timings): void {
    const startSeconds = this.#reportedSeconds.get(generator) ?? 0
    this.#reportedSeconds.set(generator, atSeconds)
    if (load.wallSeconds > 0) this.#intervals.push({ startSeconds, endSeconds: atSeconds, ...sharesOf(load), backlog })
  }

  /** Of several generators, the one that saw it first. */
  #addFirstError(error: FirstError): void {
    const key = `${error.request}/${error.kind}/${error.answer?.status ?? 0}`
    const before = this.#firstErrors.get(key)
    if (before === undefined || error.atSeconds < before.atSeconds) this.#firstErrors.set(key, error)
  }

  #isMeasured(phase: number): boolean {
    return this.#plan.phases[phase]?.measured ?? false
  }

  /** The peaks of several generators may lie at different instants: their sum is an upper bound of the joint peak. */
  #generatorRecord(done: readonly Done[], timers: ChosenTimers): GeneratorRecord {
    const sum = (peak: keyof Peaks) => [...this.#peaks.values()].reduce((total, peaks) => total + peaks[peak], 0)
    return {
      dispatchDelay: this.#dispatch.dispatchDelay(),
      sendLag: this.#dispatch.sendLag(),
      eventLoopDelay: mergeLatencies(done.map(({ eventLoopDelay }) => eventLoopDelay)),
      backlogMax: sum('backlogMax'),
      inFlightMax: sum('inFlightMax'),
      cpuShare: mean(done.map(({ cpuShare }) => cpuShare)),
      workers: Math.max(1, this.#peaks.size),
      timers: { ...timers, ...waitingOf(done.map(({ waiting }) => waiting)) },
      intervals: [...this.#intervals].sort((a, b) => a.startSeconds - b.startSeconds),
    }
  }
}

function waitingOf(costs: readonly WaitingCost[]): WaitingCost {
  return {
    wakeError: mergeLatencies(costs.map(({ wakeError }) => wakeError)),
    spinningShare: mean(costs.map(({ spinningShare }) => spinningShare)),
    alarmClockShare: mean(costs.map(({ alarmClockShare }) => alarmClockShare)),
  }
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length)
}

function sharesOf(load: ThreadLoad): Omit<GeneratorInterval, 'startSeconds' | 'endSeconds' | 'backlog'> {
  const { wallSeconds, activeSeconds, cpuSeconds, waitingForCoreSeconds, saturatedSeconds } = load
  return {
    cpuShare: cpuSeconds / wallSeconds,
    eventLoopUtilization: activeSeconds / wallSeconds,
    waitingForCoreShare: waitingForCoreSeconds / wallSeconds,
    saturatedSeconds,
  }
}
