// Divides a plan among its generators. Connections are divided without loss, and every generator has at least one.

import type { LoadPlan } from '../../core/scenario/load-plan.ts'
import { connectionsNeeded } from '../schedule/connections-needed.ts'
import { shardSize } from '../schedule/shard.ts'
import { PROTOCOL_VERSION, type Prepare } from './protocol.ts'

/** One `prepare` message for each generator. */
export function shardPlan(plan: LoadPlan): Prepare[] {
  const connections = connectionsNeeded(plan)
  const count = Math.min(plan.workers, connections)
  return Array.from({ length: count }, (_, index) => {
    const shard = { index, count }
    const own = shardSize(connections, shard)
    return { version: PROTOCOL_VERSION, type: 'prepare', plan, shard, connections: own }
  })
}
