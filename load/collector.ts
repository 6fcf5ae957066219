// Collects what the generators report into the result of the run.

import { mergeLatencies } from '../core/latency/latency-counts.ts'
import { mergePeers } from '../core/route/peer.ts'
import { type AnswerRecord, mergeAnswers } from '../core/run/answer-record.ts'
import type { GeneratorFacts } from '../core/run/generators/generator-facts.ts'
import type { LoadProblem } from '../core/run/load-problem.ts'
import type { FirstError, GeneratorRecord, LoadResult } from '../core/run/load-result.ts'
import type { ChosenTimers } from './dispatch/choose-timers.ts'
import { IterationSums } from './flows/iteration-sums.ts'
import type { Done, Timings, WaitingCost } from './generator/protocol.ts'
import type { GeneratorEnd } from './generator/worker-pool.ts'
import type { CollectedPlan } from './losses/collected-plan.ts'
import { type EndedRun, LossLedger } from './losses/loss-ledger.ts'
import type { Reach } from './losses/reach-tally.ts'
import { ConnectionUses } from './recording/connection-uses.ts'
import { GeneratorTally } from './recording/generator-tally.ts'
import { mergeOpeningCosts } from './recording/opening-costs.ts'
import { LatencyRecorder } from './recording/recorder.ts'
import type { SealedTimings } from './recording/seal-timings.ts'

/** Long enough for most requests to have ended, short enough to keep few of them as plain numbers. */
const CLOSE_AFTER_SECONDS = 2

interface RestOfResult extends Pick<LoadResult, 'phases' | 'interrupted' | 'problems' | 'setup' | 'generators'> {
  readonly timers: ChosenTimers
}

export type LostGenerator = Pick<
  LoadProblem & { readonly kind: 'generator-lost' },
  'generator' | 'atSeconds' | 'reason' | 'lost'
>

export class Collector {
  readonly #plan: CollectedPlan
  readonly #recorder: LatencyRecorder
  readonly #uses = new ConnectionUses()
  readonly #firstErrors = new Map<string, FirstError>()
  #answers: AnswerRecord | undefined
  readonly #iterations = new IterationSums()
  /** By generator, of those that have reported anything. */
  readonly #tallies = new Map<number, GeneratorTally>()
  readonly #ledger: LossLedger
  #receivedSeconds = 0

  /** @param generators how many share the plan */
  constructor(plan: CollectedPlan, generators = 1) {
    this.#plan = plan
    this.#ledger = new LossLedger(plan, generators)
    this.#recorder = new LatencyRecorder({
      phaseCount: plan.phases.length,
      requestCount: plan.requests.length,
      closeAfterSeconds: CLOSE_AFTER_SECONDS,
    })
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
    for (const tally of this.#tallies.values()) tally.startSegment()
  }

  add(generator: number, message: Timings): void {
    const { timings, sealed, atSeconds } = message
    this.#recorder.add(timings, atSeconds)
    this.#uses.add(timings)
    this.#ledger.add(generator, message)
    if (sealed) this.#addSealed(sealed, atSeconds)
    this.#tallyOf(generator).add(message)
    for (const error of message.firstErrors) this.#addFirstError(error)
    if (message.answers)
      this.#answers = mergeAnswers(this.#answers ? [this.#answers, message.answers] : [message.answers])
    for (const each of message.iterations ?? []) this.#iterations.add(each)
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
    this.#uses.addSealed(sealed.connectionUse)
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

  /** What each did by itself, in the order of `ends`: also of one that was lost, and of one that never reported anything. */
  generators(ends: readonly GeneratorEnd[], lost: readonly LostGenerator[]): GeneratorFacts[] {
    return ends.map(({ machine, done }, index) => {
      const tally = this.#tallyOf(index)
      const gone = lost.find(({ generator }) => generator === index + 1)
      return {
        number: index + 1,
        machine,
        startLateSeconds: tally.startLateSeconds,
        arrivals: this.#plan.flows === undefined ? tally.requests : tally.iterations,
        requests: tally.measuredRequests,
        sendLag: tally.sendLag(),
        eventLoopDelay: done?.eventLoopDelay ?? null,
        cpuShare: done?.cpuShare ?? null,
        intervals: tally.intervals,
        lost: gone ? { atSeconds: gone.atSeconds, reason: gone.reason, requests: gone.lost } : null,
      }
    })
  }

  /** Whom of the service one reached. */
  reachOf(generator: number): Reach {
    return this.#tallyOf(generator).reach
  }

  #tallyOf(generator: number): GeneratorTally {
    const known = this.#tallies.get(generator)
    if (known) return known
    const tally = new GeneratorTally(this.#plan.phases.length, (phase) => this.#isMeasured(phase))
    this.#tallies.set(generator, tally)
    return tally
  }

  /** The peaks of several generators may lie at different instants: their sum is an upper bound of the joint peak. */
  #generatorRecord(done: readonly Done[], timers: ChosenTimers): GeneratorRecord {
    // In their own order, whichever was heard first: so that the same messages come to the same record.
    const tallies = [...this.#tallies].sort(([left], [right]) => left - right).map(([, tally]) => tally)
    const peaks = tallies.flatMap((tally) => tally.peaks ?? [])
    return {
      dispatchDelay: mergeLatencies(tallies.map((tally) => tally.dispatchDelay())),
      sendLag: mergeLatencies(tallies.map((tally) => tally.sendLag())),
      eventLoopDelay: mergeLatencies(done.map(({ eventLoopDelay }) => eventLoopDelay)),
      backlogMax: peaks.reduce((sum, { backlogMax }) => sum + backlogMax, 0),
      inFlightMax: peaks.reduce((sum, { inFlightMax }) => sum + inFlightMax, 0),
      cpuShare: mean(done.map(({ cpuShare }) => cpuShare)),
      workers: Math.max(1, peaks.length),
      timers: { ...timers, ...waitingOf(done.map(({ waiting }) => waiting)) },
      intervals: tallies.flatMap(({ intervals }) => intervals).sort((a, b) => a.startSeconds - b.startSeconds),
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
