// The metrics port: /metrics and nothing else. It answers during a stall too.

import express, { type Express } from 'express'
import type { Registry } from 'prom-client'
import { errorAsJson, routeNotFound } from './json-errors.ts'

export function createMetricsApi(registry: Registry): Express {
  const api = express()
  api.set('etag', false).disable('x-powered-by')
  api.get('/metrics', async (_request, response) => {
    const exposition = await registry.metrics()
    // Written as it stands: Express would put its own charset into the type.
    response.writeHead(200, { 'Content-Type': registry.contentType }).end(exposition)
  })
  api.use(routeNotFound, errorAsJson)
  return api
}
