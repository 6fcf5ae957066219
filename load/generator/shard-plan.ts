// The plan, shared out among its generators. Connections are divided without loss; no generator goes without one.

import type { LoadPlan } from '../../core/scenario/load-plan.ts'
import { timerPrecision } from '../dispatch/timer-precision.ts'
import { connectionsNeeded } from '../schedule/phase.ts'
import { shareCount } from '../schedule/shard.ts'
import { PROTOCOL_VERSION, type Prepare } from './protocol.ts'

/** @param cores that this process may use */
export function generatorTasks(plan: LoadPlan, cores: number): Prepare[] {
  const connections = connectionsNeeded(plan)
  const generators = Math.min(plan.workers, connections)
  const isLocalTarget = isLocalHost(new URL(plan.url).hostname)
  const precision = timerPrecision({ cores, generators, isLocalTarget })
  return Array.from({ length: generators }, (_, generator) => {
    const share = { generator, generators }
    const own = shareCount(connections, share)
    return { version: PROTOCOL_VERSION, type: 'prepare', plan, share, connections: own, precision }
  })
}

/** Whether a URL's host name is this machine's own. */
export function isLocalHost(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\./.test(hostname) || hostname.endsWith('.localhost')
}
