// Divides a plan among its generators. Connections are divided without loss, and every generator has at least one.

import type { LoadPlan } from '../../core/scenario/load-plan.ts'
import { registeredSecrets } from '../../core/secrets/secrets.ts'
import { connectionsAtFirst, connectionsNeeded } from '../schedule/connections-needed.ts'
import { shardSize } from '../schedule/shard.ts'
import type { SetupValues } from '../setup/setup-values.ts'
import { PROTOCOL_VERSION, type Prepare } from './protocol.ts'

/** One `prepare` message for each generator. @param setup what it captured; absent where the plan has none */
export function shardPlan(plan: LoadPlan, setup?: SetupValues): Prepare[] {
  const connections = connectionsNeeded(plan)
  // One shows that the service is reached. More would hold workers of it, and none of them would be there for the second request.
  const atFirst = plan.closesEach ? 0 : connectionsAtFirst(plan)
  const count = Math.min(plan.workers, connections)
  const secrets = registeredSecrets()
  return Array.from({ length: count }, (_, index) => {
    const shard = { index, count }
    const own = shardSize(connections, shard)
    const openAtFirst = Math.max(1, shardSize(atFirst, shard))
    const task = { plan, shard, connections: own, openAtFirst, secrets, ...(setup && { setup }) }
    return { version: PROTOCOL_VERSION, type: 'prepare', ...task }
  })
}
