// Reads a request's JSON body, whatever its content type says.

import { json, type Request, type Response } from 'express'
import { BODY_LIMIT_BYTES } from './body-limit.ts'

const parse = json({ type: () => true, strict: false, limit: BODY_LIMIT_BYTES })

/**
 * The parsed body; undefined where there is none.
 * Rejects with an http-errors error: status 400 where the body is not JSON, 413 where it is too large, 415 where its
 * encoding or charset is unknown.
 */
export async function readJsonBody(request: Request, response: Response): Promise<unknown> {
  await new Promise<void>((resolve, reject) => {
    parse(request, response, (error: unknown) => (error === undefined ? resolve() : reject(error)))
  })
  return request.body
}
