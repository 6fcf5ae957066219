// Sends one request over a connection of its own, by the same engine and with the same judgement as the load. Nothing of
// it is counted.

import type { ErrorKind, FirstError } from '../../core/run/load-result.ts'
import type { LoadPlan } from '../../core/scenario/load-plan.ts'
import type { ConnectionPool, PreparedRequest } from '../connections/connection.ts'
import { openPool } from '../connections/open-pool.ts'
import { FirstErrors } from '../recording/first-errors.ts'
import { COMPLETED, errorKindOf, type OutcomeCode } from '../recording/outcome.ts'
import { systemTimers } from '../timers.ts'

export type TrialPlan = Pick<LoadPlan, 'url' | 'verifyTls' | 'route' | 'requests' | 'timeoutSeconds'>

export interface Trial {
  readonly outcome: 'completed' | 'timeout' | ErrorKind
  /** 0 where there was no answer. */
  readonly status: number
  /** From the attempt to connect to the whole answer, or to its failure. */
  readonly seconds: number
  /** Whether the service kept the connection open after its answer; null where there was none. */
  readonly keepsOpen: boolean | null
  /** What came in place of the expected answer; null where it was the expected one, or nothing came in time. */
  readonly sample: FirstError | null
}

/** Never rejects: what goes wrong is the outcome. Aborted, it ends as a timeout. */
export function tryRequest(plan: TrialPlan, request: PreparedRequest, signal: AbortSignal): Promise<Trial> {
  const { nowSeconds } = systemTimers
  const startSeconds = nowSeconds()
  const firstErrors = new FirstErrors(plan)
  return new Promise((resolve) => {
    let isOver = false
    let pool: ConnectionPool | undefined
    let keepsOpen: boolean | null = null
    const end = (outcome: Trial['outcome'], status: number) => {
      if (isOver) return
      isOver = true
      systemTimers.cancel(alarm)
      signal.removeEventListener('abort', giveUp)
      const seconds = nowSeconds() - startSeconds
      if (outcome === 'connect') {
        const reason = pool?.lastFailure ?? null
        firstErrors.add({ request: request.index, kind: outcome, atSeconds: startSeconds, reason, answer: null })
      }
      const [sample = null] = firstErrors.take(startSeconds)
      // The engine is in the middle of its own change.
      systemTimers.soon(async () => {
        await pool?.close()
        resolve({ outcome, status, seconds, keepsOpen, sample })
      })
    }
    const giveUp = () => end('timeout', 0)
    const alarm = systemTimers.sleep(plan.timeoutSeconds, giveUp)
    signal.addEventListener('abort', giveUp, { once: true })
    if (signal.aborted) giveUp()
    pool = openPool('raw', {
      url: new URL(plan.url),
      verifyTls: plan.verifyTls,
      ...(plan.route && { route: plan.route }),
      connections: 1,
      openTimeoutSeconds: plan.timeoutSeconds,
      timers: systemTimers,
      firstErrors,
      openTimes: { add: () => {} },
      onChange: () => {},
      waiting: () => 0,
      addConnection: (connection) => ({
        opened: () => {
          if (!isOver) connection.send(request)
        },
        // Either `free` or `lost` follows at once.
        responded: (outcome, status) => {
          keepsOpen = false
          end(nameOf(outcome), status)
        },
        free: () => {
          keepsOpen = true
        },
        lost: (reason) => end(nameOf(reason), 0),
        openFailed: () => end('connect', 0),
      }),
    })
  })
}

function nameOf(outcome: OutcomeCode): Trial['outcome'] {
  return outcome === COMPLETED ? 'completed' : (errorKindOf(outcome) ?? 'timeout')
}
