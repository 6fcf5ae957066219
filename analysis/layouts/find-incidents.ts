// The stretches in which a record really was too slow, for records that do not say when their faults were on.

import type { Incident, QuantileThreshold } from '../../core/layout-comparison.ts'
import { rowCount } from './cell-rows.ts'
import type { LatencyRecord } from './latency-record.ts'
import { movingExact } from './moving-exact.ts'

// Ten seconds hold enough requests for a quantile to mean something, and are short against any rule's range.
const WINDOW_SECONDS = 10
const BRIDGED_SECONDS = 10

/** Where the exact quantile of the last ten seconds was above the threshold; gaps of up to ten seconds are bridged. */
export function findIncidents(record: LatencyRecord, { quantile, thresholdSeconds }: QuantileThreshold): Incident[] {
  const { firstAt, quantiles } = movingExact(record, WINDOW_SECONDS, rowCount(record.rows), [quantile])
  const found: { startSeconds: number; endSeconds: number }[] = []
  ;(quantiles[0] as Float64Array).forEach((value, i) => {
    if (!(value > thresholdSeconds)) return
    const [second, last] = [firstAt + i - 1, found.at(-1)]
    if (last && second - last.endSeconds <= BRIDGED_SECONDS) last.endSeconds = second + 1
    else found.push({ startSeconds: second, endSeconds: second + 1 })
  })
  return found.map((stretch, i) => ({ name: `incident ${i + 1}`, ...stretch }))
}
