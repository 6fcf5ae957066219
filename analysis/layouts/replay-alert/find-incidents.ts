// Finds the times at which a service really was too slow, for records that do not say when their faults were active.

import type { Incident, QuantileThreshold } from '../../../core/report/layout-comparison.ts'
import { cellTotals, groupRows, rowCount } from '../record/cell-rows.ts'
import type { LatencyRecord } from '../record/latency-record.ts'
import { movingExact } from '../record/moving-window.ts'

// Ten seconds hold enough requests for a meaningful quantile, and are shorter than the range of a usual rule.
const WINDOW_SECONDS = 10
const BRIDGED_SECONDS = 10

/**
 * An incident is a time in which the exact quantile of the last ten seconds was above the threshold; gaps of up to ten
 * seconds belong to it. It begins and ends with a second that was too slow by itself, because the ten-second window lags.
 */
export function findIncidents(record: LatencyRecord, judged: QuantileThreshold): Incident[] {
  const tooSlow = slowSeconds(record, judged)
  return slowPeriods(record, judged).map(({ startSeconds, endSeconds }, i) => {
    const within = tooSlow.filter((second) => second > startSeconds - WINDOW_SECONDS && second < endSeconds)
    const [first = startSeconds, last = endSeconds - 1] = [within[0], within.at(-1)]
    return { name: `incident ${i + 1}`, startSeconds: first, endSeconds: last + 1 }
  })
}

function slowPeriods(
  record: LatencyRecord,
  { quantile, thresholdSeconds }: QuantileThreshold,
): Pick<Incident, 'startSeconds' | 'endSeconds'>[] {
  const { quantiles } = movingExact(record, WINDOW_SECONDS, rowCount(record.rows), [quantile])
  const found: { startSeconds: number; endSeconds: number }[] = []
  ;(quantiles[0] as Float64Array).forEach((value, row) => {
    if (!(value > thresholdSeconds)) return
    const [second, last] = [record.firstSecond + row, found.at(-1)]
    if (last && second - last.endSeconds <= BRIDGED_SECONDS) last.endSeconds = second + 1
    else found.push({ startSeconds: second, endSeconds: second + 1 })
  })
  return found
}

function slowSeconds({ rows, uppers, firstSecond }: LatencyRecord, judged: QuantileThreshold): number[] {
  const isSlow = Int32Array.from(uppers, (upper) => Number(upper > judged.thresholdSeconds))
  const parted = groupRows(rows, isSlow, 2)
  return Array.from({ length: rowCount(rows) }, (_, row) => row).flatMap((row) => {
    const [fast = 0, slow = 0] = cellTotals(parted, row, row + 1)
    return slow > (1 - judged.quantile) * (fast + slow) ? [firstSecond + row] : []
  })
}
