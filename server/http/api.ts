// The API's routes: /predict, /healthz and /readyz. During a stall none of them answers.

import express, { type Express, type RequestHandler } from 'express'
import type { StallBarrier } from '../faults/stall-barrier.ts'
import { errorAsJson, routeNotFound } from './json-errors.ts'
import { type PredictParts, predict } from './predict.ts'

export function createApi(parts: PredictParts): Express {
  const api = express()
  // An entity tag costs 2% of the throughput and helps no one here.
  api.set('etag', false).disable('x-powered-by')
  api.all('/predict', predict(parts))
  api.use(untilStallEnds(parts.stall))
  api.get('/healthz', (_request, response) => void response.json({ status: 'ok' }))
  api.get('/readyz', (_request, response) => void response.json({ status: 'ready' }))
  api.use(routeNotFound, errorAsJson)
  return api
}

/** Stalls the routes that are not timed. /predict stalls inside its own timer, so that the stall is measured. */
function untilStallEnds(stall: StallBarrier): RequestHandler {
  return async (request, _response, next) => {
    const gone = new AbortController()
    const onClose = () => gone.abort()
    request.socket.once('close', onClose)
    await stall.passage(gone.signal)
    request.socket.off('close', onClose)
    if (!gone.signal.aborted) next()
  }
}
