// Divides a plan among its generators. Connections are divided without loss, and every generator has at least one.

import type { LoadPlan } from '../../core/scenario/load-plan.ts'
import { timerPrecision } from '../dispatch/timer-precision.ts'
import { connectionsNeeded } from '../schedule/connections-needed.ts'
import { shardSize } from '../schedule/shard.ts'
import { PROTOCOL_VERSION, type Prepare } from './protocol.ts'

/** One `prepare` message for each generator. @param cores how many this process may use */
export function shardPlan(plan: LoadPlan, cores: number): Prepare[] {
  const connections = connectionsNeeded(plan)
  const count = Math.min(plan.workers, connections)
  const isLocalTarget = isLocalHost(new URL(plan.url).hostname)
  const precision = timerPrecision({ cores, generators: count, isLocalTarget })
  return Array.from({ length: count }, (_, index) => {
    const shard = { index, count }
    const own = shardSize(connections, shard)
    return { version: PROTOCOL_VERSION, type: 'prepare', plan, shard, connections: own, precision }
  })
}

/** Whether a URL's host name is this machine's own. */
export function isLocalHost(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\./.test(hostname) || hostname.endsWith('.localhost')
}
