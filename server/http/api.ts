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
  api.use(untilUnfrozen(parts.stall))
  api.get('/healthz', (_request, response) => void response.json({ status: 'ok' }))
  api.get('/readyz', (_request, response) => void response.json({ status: 'ready' }))
  api.use(routeNotFound, errorAsJson)
  return api
}

/** For the routes that are not timed; /predict has a gate of its own, behind its stopwatch. */
function untilUnfrozen(stall: StallBarrier): RequestHandler {
  return async (request, _response, next) => {
    const gone = new AbortController()
    const onClose = () => gone.abort()
    request.socket.once('close', onClose)
    await stall.passage(gone.signal)
    request.socket.off('close', onClose)
    if (!gone.signal.aborted) next()
  }
}
