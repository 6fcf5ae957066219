// The server's stopwatch for one request, from its arrival at the handler to its end: what instrumentation/ watches, with
// what the model needs besides. Seconds.

import type { IncomingMessage, ServerResponse } from 'node:http'
import { watchRequest } from '../../instrumentation/watch-request.ts'

/** An HTTP status, or that the client went away first, or that its connection was reset on purpose. */
export type RequestOutcome = number | 'gone' | 'reset'

export interface RequestObserver {
  arrived(): void
  /** Once for each arrival. */
  ended(seconds: number, outcome: RequestOutcome): void
}

export interface RequestStopwatch {
  /** Aborted when the client went away before its answer. */
  readonly gone: AbortSignal
  /** Resets the connection instead of answering. */
  reset(): void
}

export function startStopwatch(
  request: IncomingMessage,
  response: ServerResponse,
  observer: RequestObserver,
): RequestStopwatch {
  const gone = new AbortController()
  let isReset = false
  observer.arrived()
  const watch = watchRequest(request, response, (seconds, outcome) => {
    if (outcome !== 'aborted') return observer.ended(seconds, outcome)
    observer.ended(seconds, isReset ? 'reset' : 'gone')
    if (!isReset) gone.abort()
  })
  return {
    gone: gone.signal,
    reset: () => {
      isReset = true
      request.socket.resetAndDestroy()
      watch.abort()
    },
  }
}
