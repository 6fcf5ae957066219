// The bucket layouts that a scenario or a flag can refer to by name: the lab's, and the defaults of client libraries.

import { micrometerBounds } from './bucket-families.ts'
import { type BucketLayout, bucketLayout } from './bucket-layout.ts'

/** The layouts that can be referred to by name. */
export const NAMED_LAYOUTS = {
  lab: bucketLayout('lab', [0.1, 0.3, 0.5, 0.7, 1, 2, 5]),
  'prom-client': bucketLayout('prom-client', [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]),
  opentelemetry: bucketLayout(
    'opentelemetry',
    [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10],
  ),
  micrometer: bucketLayout('micrometer', micrometerBounds()),
} as const satisfies Record<string, BucketLayout>
