// The interface between the request queue and whatever makes the requests: what an arrival sends.

import type { PreparedRequest } from '../connections/connection.ts'
import type { Arrival } from '../schedule/arrival.ts'

export interface RequestSource {
  /**
   * What this arrival sends, ready to be written. The queue asks when there is a connection for it, and before it stamps
   * *sent*: what preparing takes is the generator's own lag, never the service's time.
   */
  prepare(arrival: Arrival): PreparedRequest
}
