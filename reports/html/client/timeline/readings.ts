// The values of a timeline at one bin, and the highest of the run, as the key and screen readers give them.

import { formatRate } from '../../../../core/text/figures/rate.ts'
import { formatClock, formatLatency } from '../../../figures/figures.ts'
import type { TimelineChart } from '../../charts/chart-data.ts'
import { highestValue } from '../../charts/values.ts'

/** `0:42, spike` */
export function describeTime({ ends, phases, binSeconds }: TimelineChart, index: number): string {
  const end = ends[index] ?? 0
  const middle = end - binSeconds / 2
  const phase = phases.find(({ fromSeconds, toSeconds }) => fromSeconds <= middle && middle < toSeconds)
  return phase === undefined ? formatClock(end) : `${formatClock(end)}, ${phase.name}`
}

export function valuesAt(chart: TimelineChart, index: number): Record<string, string> {
  return {
    exact: formatLatency(chart.exact[index] ?? null, chart.exactUnbounded.includes(index)),
    estimate: formatLatency(chart.estimate[index] ?? null),
    slot: formatLatency(chart.slot[index] ?? null, chart.slotUnbounded.includes(index)),
    offered: formatRate(chart.offeredRate[index] ?? 0),
    achieved: formatRate(chart.achievedRate[index] ?? 0),
    errors: formatRate(chart.errorRate[index] ?? 0),
    timeouts: formatRate(chart.timeoutRate[index] ?? 0),
  }
}

export function highestValues(chart: TimelineChart): Record<string, string> {
  return {
    exact: formatLatency(
      chart.exactUnbounded.length > 0 ? null : highestValue(chart.exact),
      chart.exactUnbounded.length > 0,
    ),
    estimate: formatLatency(highestValue(chart.estimate)),
    slot: formatLatency(
      chart.slotUnbounded.length > 0 ? null : highestValue(chart.slot),
      chart.slotUnbounded.length > 0,
    ),
    offered: formatRate(highestValue(chart.offeredRate) ?? 0),
    achieved: formatRate(highestValue(chart.achievedRate) ?? 0),
    errors: formatRate(highestValue(chart.errorRate) ?? 0),
    timeouts: formatRate(highestValue(chart.timeoutRate) ?? 0),
  }
}
