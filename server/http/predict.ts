// GET and POST /predict: the one route that is timed.

import type { RequestHandler } from 'express'
import { assertNever } from '../../core/assert-never.ts'
import type { Random } from '../../core/random.ts'
import type { StallBarrier } from '../faults/stall-barrier.ts'
import type { SimulatedModel } from '../model/simulated-model.ts'
import { readJsonBody } from './json-body.ts'
import { type RequestObserver, startStopwatch } from './stopwatch.ts'
import { TIMED_METHODS } from './timed-methods.ts'

export interface Prediction {
  /** In place of a model's output: a number from 0 to 1, drawn from the seed. */
  readonly prediction: number
  /** How long this request was worked on, without its wait for a worker. */
  readonly latencySeconds: number
}

export interface PredictParts {
  readonly model: SimulatedModel
  readonly stall: StallBarrier
  readonly observer: RequestObserver
  /** Draws the predictions. */
  readonly random: Random
}

export function predict({ model, stall, observer, random }: PredictParts): RequestHandler {
  return async (request, response) => {
    const { gone, reset } = startStopwatch(request, response, observer)
    await stall.passage(gone)
    if (!TIMED_METHODS.includes(request.method)) {
      response
        .status(405)
        .set('Allow', TIMED_METHODS.join(', '))
        .json({ error: `expected GET or POST, got ${request.method}` })
      return
    }
    if (request.method === 'POST') await readJsonBody(request, response)
    const planned = await model.work(gone)
    if (planned === undefined) return
    switch (planned.ending) {
      case 'reset':
        return reset()
      case 'error':
        response.status(500).json({ error: 'the model failed, because the errors fault is on' })
        return
      case 'answer':
        response.json({ prediction: random(), latencySeconds: planned.workSeconds } satisfies Prediction)
        return
      default:
        assertNever(planned.ending)
    }
  }
}
