// Series that are sent to a Prometheus instead of being scraped by it: each sample with its own timestamp.

import type { Labels } from '../series/series.ts'

export interface PushedSeries {
  readonly name: string
  /** Without the name. */
  readonly labels: Labels
  /** Ascending by time. */
  readonly samples: readonly PushedSample[]
}

export interface PushedSample {
  readonly timestampMs: number
  /** `stale` ends the series there, so that queries do not carry its last value on for five minutes. */
  readonly value: number | 'stale'
}

export function sampleCount(series: readonly PushedSeries[]): number {
  return series.reduce((sum, { samples }) => sum + samples.length, 0)
}
