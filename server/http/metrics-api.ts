// The metrics port: /metrics, and /control where there is a harness to use it. Answers during a stall too.

import express, { type Express } from 'express'
import type { Registry } from 'prom-client'
import { type ControlParts, createControl } from '../control.ts'
import { errorAsJson, routeNotFound } from './json-errors.ts'

export function createMetricsApi(registry: Registry, control: ControlParts | null): Express {
  const api = express()
  api.set('etag', false).disable('x-powered-by')
  api.get('/metrics', async (_request, response) => {
    const exposition = await registry.metrics()
    // As it stands: Express would put its own charset into the type.
    response.writeHead(200, { 'Content-Type': registry.contentType }).end(exposition)
  })
  if (control !== null) api.use('/control', createControl(control))
  api.use(routeNotFound, errorAsJson)
  return api
}
