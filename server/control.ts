// The harness's hand on its own server: faults and the exact record, on the metrics port, behind a token.
//   PUT  /control/faults  { faults: Fault[] }        replaces the faults that are on
//   POST /control/record  { zeroSeconds: number }    forgets what was recorded, and records from now on
//   GET  /control/record                             an EncodedRecord of everything since

import { createHash, timingSafeEqual } from 'node:crypto'
import { type RequestHandler, Router } from 'express'
import { encodeRecord } from './encoded-record.ts'
import type { ActiveFaults } from './faults/active-faults.ts'
import { parseFaults } from './faults/parse-faults.ts'
import { readJsonBody } from './http/json-body.ts'
import type { ExactRecorder } from './metrics/exact-recorder.ts'

export interface ControlParts {
  readonly token: string
  readonly faults: ActiveFaults
  readonly recorder: ExactRecorder
}

export function createControl({ token, faults, recorder }: ControlParts): Router {
  const control = Router()
  control.use(requireBearer(token))
  control.put('/faults', async (request, response) => {
    const body = await readJsonBody(request, response)
    try {
      faults.set(parseFaults((body as { faults?: unknown } | undefined)?.faults))
      response.status(204).end()
    } catch (error) {
      response.status(400).json({ error: (error as Error).message })
    }
  })
  control.post('/record', async (request, response) => {
    const zeroSeconds = ((await readJsonBody(request, response)) as { zeroSeconds?: unknown } | undefined)?.zeroSeconds
    if (typeof zeroSeconds !== 'number') {
      response.status(400).json({ error: `zeroSeconds: expected a number, got ${JSON.stringify(zeroSeconds)}` })
      return
    }
    recorder.begin(zeroSeconds)
    response.status(204).end()
  })
  control.get('/record', (_request, response) => {
    const record = recorder.collect()
    if (record === undefined) response.status(409).json({ error: 'nothing is recorded: POST /control/record first' })
    else response.json(encodeRecord(record))
  })
  return control
}

/** Compares digests: equal in length, so that the comparison's time tells nothing about the token. */
function requireBearer(token: string): RequestHandler {
  const expected = digest(`Bearer ${token}`)
  return (request, response, next) => {
    if (timingSafeEqual(digest(request.headers.authorization ?? ''), expected)) return next()
    response.status(401).set('WWW-Authenticate', 'Bearer').json({ error: 'expected the bearer token of this run' })
  }
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
