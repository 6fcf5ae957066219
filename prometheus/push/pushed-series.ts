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

/** For a protocol that has no marker for the end of a series. */
export function withoutMarkers(series: readonly PushedSeries[]): PushedSeries[] {
  return series
    .map((each) => ({ ...each, samples: each.samples.filter(({ value }) => value !== 'stale') }))
    .filter(({ samples }) => samples.length > 0)
}
