// Reads a request's JSON body. The content type is not asked: whoever posts to a model means JSON.

import { json, type Request, type Response } from 'express'

export const BODY_LIMIT_BYTES = 1024 * 1024

const parse = json({ type: () => true, strict: false, limit: BODY_LIMIT_BYTES })

/**
 * The parsed body; undefined where there is none.
 * Rejects with an http-errors error: status 400 for what is not JSON, 413 for too large, 415 for an encoding or a
 * charset that is not known.
 */
export async function readJsonBody(request: Request, response: Response): Promise<unknown> {
  await new Promise<void>((resolve, reject) => {
    parse(request, response, (error: unknown) => (error === undefined ? resolve() : reject(error)))
  })
  return request.body
}
