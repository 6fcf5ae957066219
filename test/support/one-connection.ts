// One real connection of an engine behind the request queue, and how what was sent over it ended.

import { systemClock } from '../../core/clock.ts'
import type { LoadEngine } from '../../core/scenario/load-engine.ts'
import type { ConnectionPool, ErrorSamples } from '../../load/connections/connection.ts'
import { openPool } from '../../load/connections/open-pool.ts'
import { RequestQueue } from '../../load/dispatch/request-queue.ts'
import type { RequestTiming } from '../../load/recording/timings.ts'
import type { RequestSource } from '../../load/requests/request-source.ts'
import { systemTimers } from '../../load/timers.ts'

export interface OneConnection {
  readonly queue: RequestQueue
  /** @param request its index in the source */
  offer(request: number): void
  /** Resolves once so many requests have ended, with all of them. */
  ended(count: number): Promise<readonly RequestTiming[]>
  close(): Promise<void>
}

export function openOneConnection(
  engine: LoadEngine,
  url: string,
  requests: RequestSource,
  firstErrors: ErrorSamples = { wants: () => false, add: () => {} },
): OneConnection {
  const timings: RequestTiming[] = []
  const queue = new RequestQueue({
    nowSeconds: systemClock.nowSeconds,
    onShortage: () => pool.onShortage(),
    timeoutSeconds: 20,
    requests,
    record: (timing) => timings.push(timing),
  })
  const pool: ConnectionPool = openPool(engine, {
    url: new URL(url),
    verifyTls: true,
    connections: 1,
    openTimeoutSeconds: 5,
    timers: systemTimers,
    firstErrors,
    openTimes: { add: () => {} },
    addConnection: (connection) => queue.addConnection(connection),
    onChange: () => {},
    waiting: () => queue.backlog,
  })
  return {
    queue,
    offer: (request) => queue.offer({ intendedSeconds: systemClock.nowSeconds(), phase: 0, request, user: -1 }),
    ended: async (count) => {
      while (timings.length < count) await systemClock.sleep(0.001)
      return timings
    },
    close: () => pool.close(),
  }
}
