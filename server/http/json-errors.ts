// Error responses of both ports: JSON, never Express' own HTML pages.

import type { ErrorRequestHandler, RequestHandler } from 'express'

export const routeNotFound: RequestHandler = (request, response) => {
  response.status(404).json({ error: `no such route: ${request.method} ${request.path}` })
}

/** An error with a 4xx status is the client's and is explained; any other is a defect of this server and logged. */
export const errorAsJson: ErrorRequestHandler = (error: unknown, _request, response, next) => {
  if (response.headersSent) return next(error)
  const status = clientErrorStatus(error)
  if (status !== undefined) {
    response.status(status).json({ error: (error as Error).message })
    return
  }
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`)
  response.status(500).json({ error: 'internal error' })
}

function clientErrorStatus(error: unknown): number | undefined {
  const status = error instanceof Error && 'status' in error ? error.status : undefined
  return typeof status === 'number' && status >= 400 && status < 500 ? status : undefined
}
