// One process of the bundled server in virtual time: its queue and its workers, its faults, what it observes and publishes.
// Model, faults and latency models are those of server/; only what waits there for timers and sockets waits here for the
// agenda.

import type { BucketLayout } from '../../core/histogram/bucket-layout.ts'
import { type Random, randomStream } from '../../core/random.ts'
import type { ServerBehaviour } from '../../core/scenario/server-behaviour.ts'
import type { MachineModel } from '../../core/simulation/machine-model.ts'
import type { Exposition } from '../../prometheus/scrape/exposition/exposition.ts'
import { ActiveFaults } from '../../server/faults/active-faults.ts'
import type { PlannedResponse } from '../../server/faults/plan-response.ts'
import type { RequestOutcome } from '../../server/http/stopwatch.ts'
import { latencySampler } from '../../server/latency/models.ts'
import { ExactRecorder } from '../../server/metrics/exact-recorder.ts'
import { type Cancel, NOTHING, Steps } from '../../server/model/cancel.ts'
import { SimulatedModel } from '../../server/model/simulated-model.ts'
import type { Sleep } from '../../server/model/sleep-at-least.ts'
import { WorkerSlots } from '../../server/model/worker-slots.ts'
import type { Agenda } from '../time/agenda.ts'
import type { ModelRequest } from './model-request.ts'
import { SimulatedMetrics } from './simulated-metrics.ts'

export interface ModelProcessOptions {
  readonly agenda: Agenda
  readonly machine: MachineModel
  readonly behaviour: ServerBehaviour
  readonly extraLayouts: readonly BucketLayout[]
  readonly seed: number
  /** Gives the durations of a trace file, in seconds. */
  readonly readTrace: (file: string) => readonly number[]
  /** Since the Unix epoch. */
  readonly startedAtSeconds: number
}

/** An HTTP status, or that the connection is reset in place of an answer. */
export type ModelAnswer = number | 'reset'

export class ModelProcess {
  readonly faults: ActiveFaults
  readonly recorder: ExactRecorder
  readonly #agenda: Agenda
  readonly #model: SimulatedModel
  readonly #metrics: SimulatedMetrics

  /** @throws RangeError where the numbers of the behaviour make no sense */
  constructor({ agenda, machine, behaviour, extraLayouts, seed, readTrace, startedAtSeconds }: ModelProcessOptions) {
    this.#agenda = agenda
    this.faults = new ActiveFaults(randomStream(seed, 'server/faults'))
    this.recorder = new ExactRecorder(() => agenda.nowSeconds)
    const nextLatency = latencySampler(behaviour.latency, randomStream(seed, 'server/latency'), readTrace)
    const sleep = lateSleep(agenda, machine.wakeLatenessSeconds, randomStream(seed, 'simulation/wake'))
    this.#model = new SimulatedModel(new WorkerSlots(behaviour.concurrency), nextLatency, this.faults, sleep)
    const { layout } = behaviour
    this.#metrics = new SimulatedMetrics({ layout, extraLayouts, processStartSeconds: startedAtSeconds })
  }

  page(): Exposition {
    return this.#metrics.page()
  }

  /** @param answer is called once, unless the client goes away before @returns to be called when it does */
  receive(request: ModelRequest, answer: (answer: ModelAnswer) => void): Cancel {
    switch (request.kind) {
      case 'predict':
        return this.#predict(request.refusal, answer)
      case 'tooLarge':
        answer(request.status)
        return NOTHING
      case 'other':
        return this.faults.stall.whenOver(() => answer(request.status))
    }
  }

  #predict(refusal: number | null, answer: (answer: ModelAnswer) => void): Cancel {
    const startedSeconds = this.#agenda.nowSeconds
    const steps = new Steps()
    let isSettled = false
    const settle = (outcome: RequestOutcome) => {
      isSettled = true
      const seconds = wholeNanoseconds(this.#agenda.nowSeconds - startedSeconds)
      this.#metrics.ended(seconds, outcome)
      this.recorder.record(seconds)
    }
    const end = (given: ModelAnswer) => {
      settle(given)
      answer(given)
    }
    this.#metrics.arrived()
    steps.begin(
      (next) => this.faults.stall.whenOver(next),
      () => {
        if (refusal !== null) return end(refusal)
        let ending: PlannedResponse['ending'] = 'answer'
        const work = (next: () => void) =>
          this.#model.begin((planned) => {
            ending = planned.ending
            next()
          })
        steps.begin(work, () => end(ANSWERS[ending]))
      },
    )
    return () => {
      if (isSettled) return
      steps.cancel()
      settle('gone')
    }
  }
}

const ANSWERS: Readonly<Record<PlannedResponse['ending'], ModelAnswer>> = { answer: 200, error: 500, reset: 'reset' }

/** A difference of two instants has digits that mean nothing, and a delay that equals a bound would lie to either side of it. */
function wholeNanoseconds(seconds: number): number {
  return Math.round(seconds * 1e9) / 1e9
}

/** Ends a little late, as timers do: a delay that equals a bucket's bound is observed just above it. */
function lateSleep(agenda: Agenda, mostLateSeconds: number, random: Random): Sleep {
  return (seconds, wake) => {
    if (seconds === 0) {
      wake()
      return () => {}
    }
    return agenda.in(seconds + mostLateSeconds * (1 - random()), wake)
  }
}
