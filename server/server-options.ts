// What the model server is started with.

import type { BucketLayout } from '../core/histogram/bucket-layout.ts'
import type { ServerBehaviour } from '../core/scenario/server-behaviour.ts'

export interface ServerOptions {
  readonly host: string
  /** 0 takes any free port. */
  readonly apiPort: number
  readonly metricsPort: number
  /** The faults scheduled in it are not switched on here: whoever knows the phases calls `setFaults`. */
  readonly behaviour: ServerBehaviour
  readonly seed: number
  /** Further histograms of the same observations, named by `layoutMetric`. */
  readonly extraLayouts?: readonly BucketLayout[]
}

/** Where a server listens. */
export interface ServerUrls {
  readonly apiUrl: string
  /** Without the path: `/metrics` is below it. */
  readonly metricsUrl: string
}

/** How long a closing server lets requests in flight go on; whoever stops its process waits longer than that. */
export const CLOSE_GRACE_SECONDS = 5
