// Opens connections with one of the two engines.

import type { LoadEngine } from '../../core/scenario/load-engine.ts'
import { startAutocannon } from './autocannon/start-autocannon.ts'
import type { ConnectionPool, PoolOptions } from './connection.ts'
import { EnginePool, type StartEngine } from './engine-pool.ts'
import { startRaw } from './raw/start-raw.ts'

const ENGINES: Readonly<Record<LoadEngine, StartEngine>> = { autocannon: startAutocannon, raw: startRaw }

export function openPool(engine: LoadEngine, options: PoolOptions): ConnectionPool {
  return new EnginePool(options, ENGINES[engine])
}
