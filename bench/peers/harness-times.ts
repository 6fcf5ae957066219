// How late a run of the harness was, and what it took: the columns of the tables that compare its generators.

import { type Comparison, medianOf } from '../machine/compare-calmly.ts'
import { figure, milliseconds } from '../results/section.ts'
import type { HarnessOutcome } from './run-harness.ts'

export interface HarnessTimes {
  readonly responseP50Seconds: number | null
  readonly responseP99Seconds: number | null
  readonly sendLagP99Seconds: number | null
  /** Of all threads and processes, an answer. */
  readonly cpuMicroseconds: number
}

export const TIMES_HEAD = ['response time P50 ms', 'P99 ms', 'send lag P99 ms', 'CPU µs an answer']

export function timesOf({ report, cpuSeconds }: HarnessOutcome): HarnessTimes {
  const { responseTime, completed } = report.load.total
  return {
    responseP50Seconds: responseTime.p50,
    responseP99Seconds: responseTime.p99,
    sendLagP99Seconds: report.generator.sendLag.p99,
    cpuMicroseconds: (1e6 * cpuSeconds) / completed,
  }
}

/** Below `TIMES_HEAD`: the medians of one of those that were compared. */
export function timesCells(comparison: Comparison<HarnessTimes>, name: string): string[] {
  const of = (read: (times: HarnessTimes) => number | null) =>
    medianOf(comparison, (measured) => {
      const times = measured.get(name)
      return times && (read(times) ?? undefined)
    })
  return [
    milliseconds(of(({ responseP50Seconds }) => responseP50Seconds)),
    milliseconds(of(({ responseP99Seconds }) => responseP99Seconds)),
    milliseconds(of(({ sendLagP99Seconds }) => sendLagP99Seconds)),
    figure(
      of(({ cpuMicroseconds }) => cpuMicroseconds),
      1,
    ),
  ]
}
