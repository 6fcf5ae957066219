// report.json: `timeline`, one row for each second of the run. Latencies are those of requests by intended start.

import * as z from 'zod'
import { alertState, count, numberOrNull, secondsOrNull } from './values.ts'

const quantiles = z
  .object({ p50: secondsOrNull, p95: secondsOrNull, p99: secondsOrNull })
  .meta({ id: 'timelineQuantiles' })

export const timelineRow = z.object({
  second: count,
  phase: z.string().nullable(),
  offered: count,
  completed: count.describe('By completion; everything else in the row is by intended start.'),
  errors: count,
  timeouts: count,
  slot: quantiles.describe('Exact response times of the requests that were due in this second.'),
  window: quantiles.describe("Of those that ended within the rule's range before the end of this second."),
  estimate: numberOrNull.describe('What the dashboard showed at the end of this second.'),
  alerts: z.record(z.string(), alertState),
})
