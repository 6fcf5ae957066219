// The values of the charts over time at one bin, and the highest of all, in words.

import { formatClock, formatLatency, formatRate } from '../../../figures/figures.ts'
import type { TimelineChart, Values } from '../../charts/chart-data.ts'

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
  const most = (values: Values) =>
    values.reduce<number | null>((high, value) => (value !== null && value > (high ?? -1) ? value : high), null)
  return {
    exact: formatLatency(chart.exactUnbounded.length > 0 ? null : most(chart.exact), chart.exactUnbounded.length > 0),
    estimate: formatLatency(most(chart.estimate)),
    slot: formatLatency(chart.slotUnbounded.length > 0 ? null : most(chart.slot), chart.slotUnbounded.length > 0),
    offered: formatRate(most(chart.offeredRate) ?? 0),
    achieved: formatRate(most(chart.achievedRate) ?? 0),
    errors: formatRate(most(chart.errorRate) ?? 0),
    timeouts: formatRate(most(chart.timeoutRate) ?? 0),
  }
}
